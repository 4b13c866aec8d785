/** Versions that are known not to go together, on one host or on two, each with where that is known from. */
import type { Severity } from '../../shared/model.ts';
import type { BothLanguages, Language, Words } from '../../shared/words.ts';

/** `kernel`: as `uname -r` has it; `stable`: `KernelFacts.stableRelease`; the others as the program itself. */
export type Part = 'kernel' | 'stable' | 'criu' | 'runc' | 'docker';

export interface Range {
  readonly part: Part;
  /** The first version that it is true of; all from the beginning by default. */
  readonly from?: string;
  /** The first version that it is not true of any more; none by default. */
  readonly before?: string;
}

export interface Incompatibility {
  readonly id: string;
  readonly severity: Severity;
  /** True of a host where all of these hold; never of one whose version is not known. */
  readonly where: readonly Range[];
  /** True of a host only as source, or only as target, of a move; by default of both. */
  readonly as?: 'source' | 'target';
  /** True only where the processor can do this, by the kernel's name for it. */
  readonly processorWith?: string;
  /** Given the host's name. */
  readonly text: Readonly<Record<Language, (host: string) => string>>;
  readonly needed: Words;
  readonly remedy: BothLanguages;
  /** An issue, a release note, or how it was measured. */
  readonly source: string;
}

export const newerCriu = {
  en: 'Install a newer CRIU, for instance from the next Debian release.',
  zh: '安装更新版本的 CRIU，例如取自下一个 Debian 发行版。',
};
const criuTooOld = {
  en: (host: string) => `CRIU on ${host} is too old for its kernel.`,
  zh: (host: string) => `${host} 上的 CRIU 版本过旧，不适用于其内核。`,
};

/** From, and before: each line of kernels got the change in a release of its own. */
const stableReleasesThatGuardMounts = [
  ['5.4.295', '5.5'],
  ['5.10.239', '5.11'],
  ['5.15.186', '5.16'],
  ['6.1.142', '6.2'],
  ['6.6.94', '6.7'],
  ['6.12.34', '6.13'],
] as const;

export const knownIncompatibilities: readonly Incompatibility[] = [
  {
    id: 'criu-too-old',
    severity: 'error',
    where: [{ part: 'criu', before: '3.17' }],
    text: criuTooOld,
    needed: 'CRIU >= 3.17',
    remedy: newerCriu,
    source: 'rseq, which glibc uses from 2.35 on, is supported from CRIU 3.17 on: its release notes',
  },
  {
    id: 'criu-too-old',
    severity: 'error',
    where: [
      { part: 'criu', from: '3.17', before: '4.1' },
      { part: 'kernel', from: '6.13', before: '6.16' },
    ],
    text: criuTooOld,
    needed: 'CRIU >= 4.1',
    remedy: newerCriu,
    source: 'CRIU 3.17.1 on kernel 6.18: "Unexpected rt vDSO area bounds"; the area has moved in 6.13',
  },
  {
    id: 'criu-too-old',
    severity: 'error',
    where: [
      { part: 'criu', from: '3.17', before: '4.2' },
      { part: 'kernel', from: '6.16' },
    ],
    text: criuTooOld,
    needed: 'CRIU >= 4.2',
    remedy: newerCriu,
    source:
      'CRIU 4.1.1 on kernel 6.18, any inet socket: "Can\'t get 1:16 opt", SO_PASSCRED, refused from 6.16 on',
  },
  {
    id: 'criu-too-old',
    severity: 'error',
    where: [{ part: 'criu', from: '3.17', before: '4.1' }],
    processorWith: 'paca',
    text: {
      en: (host) => `CRIU on ${host} is too old for its processor, which signs pointers.`,
      zh: (host) => `${host} 上的 CRIU 版本过旧，不适用于其带有指针签名功能的处理器。`,
    },
    needed: 'CRIU >= 4.1',
    remedy: newerCriu,
    source: 'CRIU issue 2595: programs crash after the restore on arm64; mended by pull request 2609, in 4.1',
  },
  {
    id: 'criu-doubtful',
    severity: 'warning',
    where: [
      { part: 'criu', from: '4.2', before: '4.2.1' },
      { part: 'kernel', from: '7.1' },
    ],
    as: 'source',
    text: {
      en: (host) => `CRIU on ${host} is reported to fail on its kernel when it freezes a container.`,
      zh: (host) => `有报告称，${host} 上的 CRIU 在该内核上冻结容器时会失败。`,
    },
    needed: 'CRIU >= 4.2.1',
    remedy: newerCriu,
    source: 'CRIU issue 3002: dumps fail on kernel 7.1; said to be mended in July 2026, when 4.2.1 came out',
  },
  {
    id: 'restartable-sequences',
    severity: 'info',
    where: [
      { part: 'kernel', from: '4.18', before: '5.13' },
      { part: 'criu', from: '3.17' },
    ],
    as: 'source',
    text: {
      en: (host) =>
        `The kernel of ${host} is too old for CRIU to freeze programs with a C library from 2022 or later (glibc 2.35).`,
      zh: (host) => `${host} 的内核过旧，CRIU 无法冻结使用 2022 年及以后 C 库（glibc 2.35）的程序。`,
    },
    needed: { en: 'Linux 5.13, for such programs', zh: '此类程序需要 Linux 5.13' },
    remedy: {
      en: 'If the container has such programs: update the kernel, or start them with GLIBC_TUNABLES=glibc.pthread.rseq=0.',
      zh: '如果容器中有这样的程序：升级内核，或以 GLIBC_TUNABLES=glibc.pthread.rseq=0 启动它们。',
    },
    source:
      "CRIU's own check: PTRACE_GET_RSEQ_CONFIGURATION, in Linux from 5.13 on; CRIU issue 2552; glibc 2.35 release notes",
  },
  ...stableReleasesThatGuardMounts.map(
    ([from, before]): Incompatibility => ({
      id: 'mount-propagation',
      severity: 'info',
      where: [
        { part: 'stable', from, before },
        { part: 'criu', from: '3.17', before: '4.1.1' },
      ],
      as: 'target',
      text: {
        en: (host) =>
          `CRIU on ${host} is too old to restore containers whose mounts are shared with their host (propagation shared or slave).`,
        zh: (host) =>
          `${host} 上的 CRIU 版本过旧，无法恢复与主机共享挂载（传播方式为 shared 或 slave）的容器。`,
      },
      needed: 'CRIU >= 4.1.1',
      remedy: newerCriu,
      source:
        'CRIU 4.1.1 release notes and issue 2694; the kernels are those of CVE-2025-38498, the change that broke it',
    }),
  ),
];

/** Versions of CRIU whose images earlier ones do not understand; later ones understand all earlier images. */
export const newImageForms: readonly { readonly since: string; readonly source: string }[] = [
  {
    since: '4.2',
    source:
      'CRIU issue 2847: to earlier ones all memory is empty, since the number of pages has another field',
  },
];
