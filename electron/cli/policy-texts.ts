/** Policies of restore points as text for people. */
import type { EventPayload, Output } from '../../shared/contract.ts';
import type { PolicyOutcome } from '../../shared/policy-methods.ts';
import { formatBytes, formatSpan } from '../../shared/units.ts';
import { inLanguage, type Language } from '../../shared/words.ts';

export const policySetText = ({ container, host, everySeconds, keep }: Output<'policies.set'>): string =>
  `A restore point of ${container} on ${host} is taken every ${formatSpan(everySeconds)}, and the latest ${keep} stay, while this runs:\n  shiplock backup watch\n`;

export const policyEndedText = ({ container, host }: Output<'policies.end'>): string =>
  `No more restore points of ${container} on ${host} are taken by themselves. Those that there are stay.\n`;

export const policiesRows = (policies: Output<'policies.list'>, language: Language): string[][] =>
  policies.map(({ container, host, everySeconds, keep, maxLoad, maxStallPercent, maxTraffic, outcome }) => [
    container,
    host,
    formatSpan(everySeconds),
    String(keep),
    `load ${maxLoad}, stalls ${maxStallPercent} %, ${formatBytes(maxTraffic)}/s`,
    outcome === undefined ? '-' : `${outcome.at} ${outcomeText(outcome, language)}`,
  ]);

export function watchedText(outcomes: Output<'policies.watch'>, language: Language): string {
  if (outcomes.length === 0) return 'Nothing was due.\n';
  return outcomes
    .map(({ container, host, outcome }) => `${container} on ${host}: ${outcomeText(outcome, language)}\n`)
    .join('');
}

function outcomeText({ is, point = '', why = '' }: Omit<PolicyOutcome, 'at'>, language: Language): string {
  const because = inLanguage(why, language);
  switch (is) {
    case 'taken':
      return `${point} was taken${because === '' ? '' : `, ${because}`}`;
    case 'waiting':
      return `waits: ${because}`;
    case 'failed':
      return `failed: ${because}`;
  }
}

export function policyStateText(state: EventPayload<'policy.state'>, language: Language): string {
  const { container, host, removed = [] } = state;
  const gone = removed.length === 0 ? '' : `; removed: ${removed.join(', ')}`;
  return `${marks[state.is]} ${container} on ${host}: ${outcomeText(state, language)}${gone}`;
}

const marks = { taken: '✓', waiting: '…', failed: '✗' } as const;
