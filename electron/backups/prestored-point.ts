/** A restore point as a move takes from it. */
import { asShiplockError } from '../../shared/errors.ts';
import type { Prestored } from '../migration/prestored.ts';
import type { Store } from './store/store.ts';
import { StoredPoint } from './stored-point.ts';

/**
 * The latest one of a container of that name on that host; one that is damaged is passed over for the one before. Undefined if
 * there is none; throws 'store-damaged' when all are damaged, 'busy' while another process prunes for too long.
 */
export async function prestoredPoint(
  store: Store,
  host: string,
  container: string,
): Promise<Prestored | undefined> {
  const latestFirst = store
    .list()
    .filter((point) => point.host === host && point.container === container)
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
  let damage: unknown;
  for (const { name } of latestFirst) {
    using until = new DisposableStack();
    until.use(store.hold());
    try {
      const point = await StoredPoint.open(store, name);
      return prestored(name, point, until.move());
    } catch (thrown) {
      if (asShiplockError(thrown).code !== 'store-damaged') throw thrown;
      damage ??= thrown;
    }
  }
  if (damage !== undefined) throw damage;
  return undefined;
}

function prestored(name: string, point: StoredPoint, until: DisposableStack): Prestored {
  const { places, checkpoint } = point.description;
  return {
    point: name,
    folder(destination) {
      const place = places.find((each) => each.kind !== 'file' && each.destination === destination);
      return place && { bytes: place.bytes, tar: (signal) => point.placeTar(place, signal) };
    },
    memory: checkpoint && { bytes: checkpoint.bytes, tar: (signal) => point.checkpointTar(signal) },
    [Symbol.dispose]: () => until.dispose(),
  };
}
