/** Whether what was found lets a move begin. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Finding, Plan } from '../../shared/model.ts';
import { type BothLanguages, joinWords, sentences } from '../../shared/words.ts';

/** Throws 'preflight-failed' for an error, and for a warning that is not among the accepted (`all`: every one is). */
export function requireLeave({ findings, container, from }: Plan, accepted: readonly string[]): void {
  refuseFor(findings, accepted, {
    en: `${from} has ${container} as before; nothing was touched.`,
    zh: `${from} 上的 ${container} 一切照旧，未做任何改动。`,
  });
}

/** As `requireLeave`, for whatever was looked at. `state`: what the refusal says of how things are. */
export function refuseFor(
  findings: readonly Finding[],
  accepted: readonly string[],
  state: BothLanguages,
): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const remedies = errors.flatMap(({ remedy }) => remedy ?? []);
    throw new ShiplockError('preflight-failed', textOf(errors), {
      findings: errors,
      state,
      remedy: remedies.length > 0 ? joinWords(remedies, '\n') : undefined,
    });
  }
  const warnings = findings.filter(
    ({ id, severity }) => severity === 'warning' && !accepted.includes(id) && !accepted.includes('all'),
  );
  if (warnings.length === 0) return;
  const ids = [...new Set(warnings.map(({ id }) => `--accept ${id}`))].join(' ');
  throw new ShiplockError('preflight-failed', textOf(warnings), {
    findings: warnings,
    state,
    remedy: { en: `If you accept that: ${ids}`, zh: `如果接受，请加上：${ids}` },
  });
}

const textOf = (findings: readonly Finding[]): BothLanguages =>
  sentences(...findings.map(({ text }) => text));
