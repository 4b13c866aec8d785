/** What the point's image and memory ask of a host. */
import type { Found } from '../../../preflight/check.ts';
import { newerCriu, newImageForms } from '../../../preflight/known-incompatibilities.ts';
import { isAtLeast } from '../../../preflight/versions.ts';
import { restoreCheck } from '../restore-subject.ts';

/** Machines, as `uname -m` names them, by the architecture of the images that they run. */
const machines: Readonly<Record<string, RegExp>> = {
  amd64: /^x86_64$/,
  arm64: /^aarch64$/,
  arm: /^(armv\w+|aarch64)$/,
  386: /^(i[3-6]86|x86_64)$/,
  riscv64: /^riscv64$/,
};

export const fitness = restoreCheck(
  'architecture',
  ['image', 'target', 'description', 'wantsMemory'],
  ({ image, target, description, wantsMemory }): Found[] => {
    const machine = machines[image.architecture];
    if (machine !== undefined && !machine.test(target.facts.arch)) {
      return [
        {
          id: 'architecture',
          severity: 'error',
          host: target.name,
          text: {
            en: `The image was made for other processors than that of ${target.name}.`,
            zh: `该镜像适用的处理器与 ${target.name} 的不同。`,
          },
          measured: target.facts.arch,
          needed: image.architecture,
        },
      ];
    }
    const here = description.engine.criu;
    const there = target.facts.tools.criu?.version;
    const broken = newImageForms.find(
      ({ since }) => there !== undefined && isAtLeast(here, since) && !isAtLeast(there, since),
    );
    if (!wantsMemory || broken === undefined) return [];
    return [
      {
        id: 'criu-images',
        severity: 'error',
        host: target.name,
        text: {
          en: `CRIU on ${target.name} is older than the one that wrote the checkpoint, and cannot read it.`,
          zh: `${target.name} 上的 CRIU 比写出检查点的 CRIU 旧，无法读取。`,
        },
        measured: `CRIU ${there}`,
        needed: `CRIU >= ${broken.since}`,
        remedy: newerCriu,
      },
    ];
  },
);

export const memory = restoreCheck(
  'memory',
  ['description', 'wantsMemory'],
  ({ description: { checkpoint, withoutMemory }, wantsMemory }): Found[] =>
    checkpoint === undefined && wantsMemory
      ? [
          {
            id: 'without-memory',
            severity: 'warning',
            text: {
              en: 'The restore point has no memory: the programs start anew from its files.',
              zh: '该还原点不含内存：程序将从其文件重新启动。',
            },
            measured: withoutMemory,
            remedy: { en: 'Say so: --files-only', zh: '明确指定：--files-only' },
          },
        ]
      : [],
);
