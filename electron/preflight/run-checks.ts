/** Makes checks, each as soon as its facts are there. */
import { asShiplockError } from '../../shared/errors.ts';
import type { Finding, Severity } from '../../shared/model.ts';
import type { Check, Found, Gathering } from './check.ts';

/**
 * All checks, at the same time; `onChecked` is called when one has been made, whatever it found. Facts that could not be gathered make a warning of every check that needs them, unless the
 * link was lost or the user cancelled, which is thrown.
 */
export async function runChecks<Facts>(
  checks: readonly Check<Facts>[],
  gathering: Gathering<Facts>,
  onChecked?: (check: string, found: readonly Found[]) => void,
): Promise<Found[]> {
  const found = await Promise.all(
    checks.map(async (check) => {
      const found = await runCheck(check, gathering);
      onChecked?.(check.name, found);
      return found;
    }),
  );
  return found.flat();
}

async function runCheck<Facts>(
  { name, needs, find }: Check<Facts>,
  gathering: Gathering<Facts>,
): Promise<readonly Found[]> {
  let facts: Facts;
  try {
    facts = (await allOf(gathering, needs)) as Facts;
  } catch (thrown) {
    const { code, message } = asShiplockError(thrown);
    if (code !== 'command-failed' && code !== 'engine-failed' && code !== 'timed-out') throw thrown;
    return [
      {
        id: 'not-checked',
        severity: 'warning',
        text: {
          en: `The check "${name}" could not be made.`,
          zh: `无法完成检查“${name}”。`,
        },
        measured: message,
      },
    ];
  }
  return find(facts);
}

/** Those facts of a gathering, when all of them are there. */
export async function allOf<Facts, Key extends keyof Facts>(
  gathering: Gathering<Facts>,
  keys: readonly Key[],
): Promise<Pick<Facts, Key>> {
  const facts = await Promise.all(keys.map(async (key) => [key, await gathering[key]] as const));
  return Object.fromEntries(facts) as Pick<Facts, Key>;
}

/** A fact that nobody has waited for yet may fail: whoever waits for it will hear of it. */
export function gatheringOf<Facts>(facts: Gathering<Facts>): Gathering<Facts> {
  for (const fact of Object.values<Promise<unknown>>(facts)) fact.catch(() => undefined);
  return facts;
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2, ok: 3 };

/** As the user sees them: errors first, otherwise in the order of the checks. */
export function toFindings(found: readonly Found[]): Finding[] {
  return found
    .map(({ fix, ...finding }) => ({ ...finding, fixable: fix !== undefined }))
    .sort((a, b) => rank[a.severity] - rank[b.severity]);
}
