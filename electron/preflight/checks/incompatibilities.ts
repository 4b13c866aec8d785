/** Versions on one host that are known not to go together: see known-incompatibilities.ts. */
import { type Incompatibility, knownIncompatibilities, type Part } from '../known-incompatibilities.ts';
import { type HostView, hostCheck } from '../subject.ts';
import { isAtLeast } from '../versions.ts';

export const incompatibilities = hostCheck('incompatibilities', ['view', 'role'], ({ view, role }) =>
  incompatibilitiesOf(view)
    .filter((known) => known.as === undefined || role === 'alone' || role === known.as)
    .map(({ id, severity, text, where, needed, remedy }) => ({
      id,
      severity,
      host: view.name,
      text: { en: text.en(view.name), zh: text.zh(view.name) },
      measured: where.map(({ part }) => `${nameOf[part]} ${versionsOf(view)[part]}`).join(', '),
      needed,
      remedy,
    })),
);

/** What is known of its versions, whatever the host is to a move. */
export function incompatibilitiesOf(view: HostView): readonly Incompatibility[] {
  const versions = versionsOf(view);
  const { cpuFeatures } = view.facts.kernelFacts;
  return knownIncompatibilities.filter(
    ({ where, processorWith }) =>
      (processorWith === undefined || cpuFeatures.includes(processorWith)) &&
      where.every(({ part, from, before }) => {
        const version = versions[part];
        if (version === undefined) return false;
        return isAtLeast(version, from ?? '0') && !(before !== undefined && isAtLeast(version, before));
      }),
  );
}

const versionsOf = ({ facts, engine }: HostView): Record<Part, string | undefined> => ({
  kernel: facts.kernel,
  stable: facts.kernelFacts.stableRelease,
  criu: facts.tools.criu?.version,
  runc: facts.tools.runc?.version,
  docker: engine.version,
});

const nameOf: Record<Part, string> = {
  kernel: 'Linux',
  stable: 'Linux',
  criu: 'CRIU',
  runc: 'runc',
  docker: 'Docker',
};
