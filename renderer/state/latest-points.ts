/** The last restore point of each container, as far as the store can be opened without asking anybody. */
import { create } from 'zustand';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import type { RestorePointSummary } from '../../shared/model.ts';
import { containerKey } from './container-key.ts';
import { station, whileConnected } from './station.ts';
import { whenTaken } from './when-taken.ts';

export interface LatestPoints {
  /** By `containerKey`. */
  readonly points: ReadonlyMap<string, RestorePointSummary>;
  /** The store needs its passphrase. */
  readonly isLocked: boolean;
  readonly error: ShiplockError | undefined;
}

export const useLatestPoints = create<LatestPoints>()(() => ({
  points: new Map(),
  isLocked: false,
  error: undefined,
}));

/** Keeps `useLatestPoints` up to date until the given function is called. */
export function watchLatestPoints(): () => void {
  const leaveConnection = whileConnected(() => void refreshLatestPoints());
  const leaveTakes = whenTaken(() => void refreshLatestPoints());
  return () => {
    leaveConnection();
    leaveTakes();
  };
}

/** `mayAsk`: the person at the window is asked for the store's passphrase if it needs one. */
export async function refreshLatestPoints({
  mayAsk = false,
}: {
  readonly mayAsk?: boolean;
} = {}): Promise<void> {
  try {
    const points = await station.call('backups.list', { onlyIfAtHand: !mayAsk });
    useLatestPoints.setState({ points: latestOf(points), isLocked: false, error: undefined });
  } catch (thrown) {
    const error = asShiplockError(thrown);
    if (error.code === 'store-locked') useLatestPoints.setState({ isLocked: true });
    // The frame tells of a lost connection; what was shown stays.
    else if (error.code !== 'link-lost') useLatestPoints.setState({ error });
  }
}

/** `points`: the newest first. */
function latestOf(points: readonly RestorePointSummary[]): Map<string, RestorePointSummary> {
  const latest = new Map<string, RestorePointSummary>();
  for (const point of points) {
    const key = containerKey(point.host, point.container);
    if (!latest.has(key)) latest.set(key, point);
  }
  return latest;
}
