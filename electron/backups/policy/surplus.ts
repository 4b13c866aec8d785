/** Which restore points a policy lets go. */
import { asShiplockError } from '../../../shared/errors.ts';
import type { BackupPolicy } from '../../../shared/policy-methods.ts';
import type { RestorePointName } from '../restore-point.ts';
import type { RestorePointSummary } from '../store/index/points.ts';
import type { Store } from '../store/store.ts';

/**
 * Of its container on its host all but the latest that it keeps, counting only those that a policy took: what somebody took by
 * hand stays until somebody removes it. The latest with memory stays as well, should the container not have been dumped since.
 * One that cannot be read stays: who took it is not known.
 */
export async function surplusOf(
  store: Pick<Store, 'list' | 'describe'>,
  { container, host, keep }: Pick<BackupPolicy, 'container' | 'host' | 'keep'>,
): Promise<RestorePointName[]> {
  const points = store.list().filter((point) => point.container === container && point.host === host);
  if (points.length <= keep) return [];
  const latestFirst: RestorePointSummary[] = [];
  for (const point of points.toReversed()) if (await isByPolicy(store, point.name)) latestFirst.push(point);
  const withMemory = latestFirst.find(({ kind }) => kind === 'with-memory');
  return latestFirst
    .slice(keep)
    .filter((point) => point !== withMemory)
    .map(({ name }) => name);
}

async function isByPolicy(store: Pick<Store, 'describe'>, name: RestorePointName): Promise<boolean> {
  try {
    return (await store.describe(name)).byPolicy === true;
  } catch (thrown) {
    if (['store-damaged', 'not-found'].includes(asShiplockError(thrown).code)) return false;
    throw thrown;
  }
}
