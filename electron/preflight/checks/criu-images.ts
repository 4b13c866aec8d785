/** The target's CRIU reads what the source's has written: see known-incompatibilities.ts. */
import type { Found } from '../check.ts';
import { newerCriu, newImageForms } from '../known-incompatibilities.ts';
import { moveCheck } from '../subject.ts';
import { isAtLeast } from '../versions.ts';
import { incompatibilitiesOf } from './incompatibilities.ts';

export const criuImages = moveCheck('CRIU images', ['source', 'target'], ({ source, target }): Found[] => {
  const [here, there] = [source.facts.tools.criu?.version, target.facts.tools.criu?.version];
  if (here === undefined || there === undefined) return [];
  const broken = newImageForms.find(({ since }) => isAtLeast(here, since) && !isAtLeast(there, since));
  // One that is too old for its own kernel is a finding that says the same.
  const isTooOld = incompatibilitiesOf(target).some(({ id }) => id === 'criu-too-old');
  if (broken === undefined || isTooOld) return [];
  return [
    {
      id: 'criu-images',
      severity: 'error',
      host: target.name,
      text: {
        en: `CRIU on ${target.name} is older than that on ${source.name}, and cannot read what it writes.`,
        zh: `${target.name} 上的 CRIU 比 ${source.name} 上的旧，无法读取后者写出的检查点。`,
      },
      measured: `CRIU ${there}`,
      needed: `CRIU >= ${broken.since}`,
      remedy: newerCriu,
    },
  ];
});
