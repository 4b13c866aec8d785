/** Versions on one host that are known not to go together: see known-incompatibilities.ts. */
import { knownIncompatibilities, type Part } from '../known-incompatibilities.ts';
import { hostCheck } from '../subject.ts';
import { isAtLeast } from '../versions.ts';

export const incompatibilities = hostCheck('incompatibilities', ['view'], ({ view }) => {
  const { name, facts, engine } = view;
  const versions: Record<Part, string | undefined> = {
    kernel: facts.kernel,
    criu: facts.tools.criu?.version,
    runc: facts.tools.runc?.version,
    docker: engine.version,
  };
  return knownIncompatibilities
    .filter(({ where }) =>
      where.every(({ part, from, before }) => {
        const version = versions[part];
        if (version === undefined) return false;
        return isAtLeast(version, from ?? '0') && !(before !== undefined && isAtLeast(version, before));
      }),
    )
    .map(({ id, severity, text, where, needed, remedy }) => ({
      id,
      severity,
      host: name,
      text: { en: text.en(name), zh: text.zh(name) },
      measured: where.map(({ part }) => `${part} ${versions[part]}`).join(', '),
      needed,
      remedy,
    }));
});
