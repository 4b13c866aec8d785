/** Makes checks, each as soon as its facts are there. */
import { asShiplockError } from '../../shared/errors.ts';
import type { Finding, Severity } from '../../shared/model.ts';
import { inLanguage, type Words } from '../../shared/words.ts';
import type { Check, Found, Gathering } from './check.ts';

/**
 * All checks, at the same time; `onChecked` is called when one has been made, whatever it found. Facts that could not be
 * gathered make one warning that names the checks that need them, unless the link was lost or the user cancelled, which is
 * thrown.
 */
export async function runChecks<Facts>(
  checks: readonly Check<Facts>[],
  gathering: Gathering<Facts>,
  onChecked?: (check: string, found: readonly Found[]) => void,
): Promise<Found[]> {
  /** Names of checks, by what kept them from being made. */
  const notMade = new Map<string, { readonly reason: Words; readonly names: string[] }>();
  const found = await Promise.all(
    checks.map(async ({ name, needs, find }) => {
      const got = await factsOrReason(gathering, needs);
      const found = got.reason === undefined ? find(got.facts) : [notChecked([name], got.reason)];
      onChecked?.(name, found);
      if (got.reason === undefined) return found;
      const key = inLanguage(got.reason, 'en');
      const names = notMade.get(key)?.names ?? [];
      notMade.set(key, { reason: got.reason, names: [...names, name] });
      return [];
    }),
  );
  return [...found.flat(), ...[...notMade.values()].map(({ reason, names }) => notChecked(names, reason))];
}

type FactsOrReason<Facts> =
  | { readonly facts: Facts; readonly reason?: undefined }
  | { readonly reason: Words };

async function factsOrReason<Facts>(
  gathering: Gathering<Facts>,
  needs: readonly (keyof Facts)[],
): Promise<FactsOrReason<Facts>> {
  try {
    return { facts: (await allOf(gathering, needs)) as Facts };
  } catch (thrown) {
    const { code, text } = asShiplockError(thrown);
    if (code !== 'command-failed' && code !== 'engine-failed' && code !== 'timed-out') throw thrown;
    return { reason: text };
  }
}

const notChecked = (names: readonly string[], reason: Words): Found => ({
  id: 'not-checked',
  severity: 'warning',
  text: {
    en: `What is needed for some checks could not be found out: ${names.join(', ')}.`,
    zh: `部分检查所需的信息无法取得：${names.join('、')}。`,
  },
  measured: reason,
});

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
