/** Whether what was found lets a move begin. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Finding, Plan } from '../../shared/model.ts';
import { inLanguage } from '../../shared/words.ts';

/** Throws 'preflight-failed' for an error, and for a warning that is not among the accepted (`all`: every one is). */
export function requireLeave({ findings, container, from }: Plan, accepted: readonly string[]): void {
  refuseFor(findings, accepted, `${from} has ${container} as before; nothing was touched.`);
}

/** As `requireLeave`, for whatever was looked at. `state`: what the refusal says of how things are. */
export function refuseFor(findings: readonly Finding[], accepted: readonly string[], state: string): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new ShiplockError('preflight-failed', textOf(errors), {
      findings: errors,
      state,
      remedy:
        errors.flatMap(({ remedy }) => (remedy ? inLanguage(remedy, 'en') : [])).join('\n') || undefined,
    });
  }
  const warnings = findings.filter(
    ({ id, severity }) => severity === 'warning' && !accepted.includes(id) && !accepted.includes('all'),
  );
  if (warnings.length === 0) return;
  const ids = [...new Set(warnings.map(({ id }) => id))];
  throw new ShiplockError('preflight-failed', textOf(warnings), {
    findings: warnings,
    state,
    remedy: `If you accept that: ${ids.map((id) => `--accept ${id}`).join(' ')}`,
  });
}

const textOf = (findings: readonly Finding[]): string =>
  findings.map(({ text }) => inLanguage(text, 'en')).join(' ');
