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
  /** One of its name was seen to run there, while this one is not restored: what was there before. */
  | { readonly kind: 'older'; readonly host: string }
  /** It is on its way from this laptop, and does not run yet. */
  | { readonly kind: 'restoring' }
  /** It did not come to run. */
  | { readonly kind: 'not-restored' }
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
  const { runningOn, restorePoint } = report;
  if (runningOn !== null && silentHosts(report, seen).includes(runningOn))
    return { kind: 'silent', host: runningOn };
  if (restorePoint !== undefined && !isRestored(report)) return beforeRestore(report, seen.sights);
  if (runningOn === null) return { kind: seen.clock.kind === 'ticking' ? 'frozen' : 'nowhere' };
  const hasLeft = report.outcome === 'committed' && lacks(seen.sights[runningOn], report);
  return { kind: hasLeft ? 'left' : 'runs', host: runningOn };
}

/** Hosts of the run that do not answer now. */
export function silentHosts({ from, to }: RunReport, seen: Omit<Seen, 'clock'>): readonly string[] {
  if (seen.isCarriedOutHere) return seen.lost;
  return [from, to].filter((host) => seen.sights[host]?.state === 'unreachable');
}

const isRestored = ({ outcome, steps }: RunReport): boolean =>
  outcome === 'committed' || steps.some(({ name, state }) => name === 'resume' && state === 'done');

/** Until it has made way, what is there runs on; the journal knows of it if it is to make way. */
function beforeRestore(report: RunReport, sights: Seen['sights']): Whereabouts {
  const { container, runningOn, outcome, steps } = report;
  if (runningOn !== null) return { kind: 'older', host: runningOn };
  const madeWay = steps.some(({ name, state }) => name === 'park' && state !== 'undone');
  const older = Object.values(sights).find((sight) => runs(sight, container));
  if (older !== undefined && !madeWay) return { kind: 'older', host: older.host };
  return { kind: outcome === null ? 'restoring' : 'not-restored' };
}

const runs = ({ state, containers = [] }: HostSight, container: string): boolean =>
  state === 'up' && containers.some((each) => each.name === container && each.state === 'running');

/** Seen after the run's last step: what was seen before may just be old. */
function lacks(sight: HostSight | undefined, { container, steps }: RunReport): boolean {
  if (sight?.state !== 'up' || sight.containers === undefined) return false;
  const ends = steps.map(({ startedAt, ms = 0 }) => Date.parse(startedAt) + ms);
  if (Date.parse(sight.at) <= Math.max(...ends)) return false;
  return !runs(sight, container);
}
