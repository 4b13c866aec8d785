/** A restore point as a move takes from it. */
import { asShiplockError } from '../../shared/errors.ts';
import type { Prestored } from '../migration/prestored.ts';
import { asStored, type CheckpointImage } from './checkpoint/checkpoint-image.ts';
import { StoredCheckpoint } from './checkpoint/stored-checkpoint.ts';
import type { Description, RestorePointName } from './restore-point.ts';
import type { ChunkId, ChunkReader } from './store/chunks.ts';
import type { Store } from './store/store.ts';
import { imagesTar, placeTar } from './stored-point.ts';

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
      const description = await store.describe(name);
      return prestored(store, name, description, until.move());
    } catch (thrown) {
      if (asShiplockError(thrown).code !== 'store-damaged') throw thrown;
      damage ??= thrown;
    }
  }
  if (damage !== undefined) throw damage;
  return undefined;
}

function prestored(
  store: Store,
  point: RestorePointName,
  { at, places, checkpoint }: Description,
  until: DisposableStack,
): Prestored {
  return {
    point,
    at,
    folder(destination) {
      const place = places.find((each) => each.kind !== 'file' && each.destination === destination);
      return place && { bytes: place.bytes, tar: (signal) => placeTar(store, place, signal) };
    },
    memory: checkpoint && {
      bytes: checkpoint.bytes,
      tar: (signal) => imagesTar(imagesOf(store, checkpoint.root), signal),
    },
    [Symbol.dispose]: () => until.dispose(),
  };
}

async function imagesOf(chunks: ChunkReader, root: ChunkId): Promise<CheckpointImage[]> {
  const checkpoint = await StoredCheckpoint.open(chunks, root);
  return checkpoint.images.map((image) => asStored(checkpoint, image));
}
