/** Policies of restore points as text for people. */
import type { EventPayload, Output } from '../../shared/contract.ts';
import type { PolicyOutcome } from '../../shared/policy-methods.ts';
import { formatBytes, formatSpan } from '../../shared/units.ts';

export const policySetText = ({ container, host, everySeconds, keep }: Output<'policies.set'>): string =>
  `A restore point of ${container} on ${host} is taken every ${formatSpan(everySeconds)}, and the latest ${keep} stay, while this runs:\n  shiplock backup watch\n`;

export const policyEndedText = ({ container, host }: Output<'policies.end'>): string =>
  `No more restore points of ${container} on ${host} are taken by themselves. Those that there are stay.\n`;

export const policiesRows = (policies: Output<'policies.list'>): string[][] =>
  policies.map(({ container, host, everySeconds, keep, maxLoad, maxStallPercent, maxTraffic, outcome }) => [
    container,
    host,
    formatSpan(everySeconds),
    String(keep),
    `load ${maxLoad}, stalls ${maxStallPercent} %, ${formatBytes(maxTraffic)}/s`,
    outcome === undefined ? '-' : `${outcome.at} ${outcomeText(outcome)}`,
  ]);

export function watchedText(outcomes: Output<'policies.watch'>): string {
  if (outcomes.length === 0) return 'Nothing was due.\n';
  return outcomes
    .map(({ container, host, outcome }) => `${container} on ${host}: ${outcomeText(outcome)}\n`)
    .join('');
}

function outcomeText({ is, point = '', why }: Omit<PolicyOutcome, 'at'>): string {
  switch (is) {
    case 'taken':
      return `${point} was taken${why === undefined ? '' : `, ${why}`}`;
    case 'waiting':
      return `waits: ${why ?? ''}`;
    case 'failed':
      return `failed: ${why ?? ''}`;
  }
}

export function policyStateText(state: EventPayload<'policy.state'>): string {
  const { container, host, removed = [] } = state;
  const gone = removed.length === 0 ? '' : `; removed: ${removed.join(', ')}`;
  return `${marks[state.is]} ${container} on ${host}: ${outcomeText(state)}${gone}`;
}

const marks = { taken: '✓', waiting: '…', failed: '✗' } as const;
