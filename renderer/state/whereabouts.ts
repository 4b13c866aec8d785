/** Where a run's container runs now: what the journal says, held against what is seen of that host. */
import type { RunReport } from '../../shared/model.ts';
import type { HostSight } from '../../shared/window-methods.ts';
import type { FreezeClock } from './freeze-clock.ts';

export type Whereabouts =
  | { readonly kind: 'runs'; readonly host: string }
  /** It did when that host was heard of last; the host does not answer now. */
  | { readonly kind: 'silent'; readonly host: string }
  /** It did when the run ended, and does not any more. */
  | { readonly kind: 'left'; readonly host: string }
  | { readonly kind: 'frozen' }
  | { readonly kind: 'nowhere' };

interface Seen {
  readonly clock: FreezeClock;
  /** Hosts whose connection is lost just now, as whoever carries the run out tells. */
  readonly lost: readonly string[];
  /** Of a run that is carried out here nobody has to look: it is told of as it goes. */
  readonly isCarriedOutHere: boolean;
  readonly sights: Readonly<Record<string, HostSight>>;
}

export function whereaboutsOf(report: RunReport, seen: Seen): Whereabouts {
  const { runningOn } = report;
  if (runningOn === null) return { kind: seen.clock.kind === 'ticking' ? 'frozen' : 'nowhere' };
  if (silentHosts(report, seen).includes(runningOn)) return { kind: 'silent', host: runningOn };
  const hasLeft = report.outcome === 'committed' && lacks(seen.sights[runningOn], report);
  return { kind: hasLeft ? 'left' : 'runs', host: runningOn };
}

/** Hosts of the run that do not answer now. */
export function silentHosts({ from, to }: RunReport, seen: Omit<Seen, 'clock'>): readonly string[] {
  if (seen.isCarriedOutHere) return seen.lost;
  return [from, to].filter((host) => seen.sights[host]?.state === 'unreachable');
}

/** Seen after the run's last step: what was seen before may just be old. */
function lacks(sight: HostSight | undefined, { container, steps }: RunReport): boolean {
  if (sight?.state !== 'up' || sight.containers === undefined) return false;
  const ends = steps.map(({ startedAt, ms = 0 }) => Date.parse(startedAt) + ms);
  if (Date.parse(sight.at) <= Math.max(...ends)) return false;
  return !sight.containers.some(({ name, state }) => name === container && state === 'running');
}
