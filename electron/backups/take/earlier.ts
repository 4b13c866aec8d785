/** The restore point before: what it has is not fetched again. */
import { asShiplockError } from '../../../shared/errors.ts';
import type { Description, Place } from '../restore-point.ts';
import type { ChunkId } from '../store/chunks.ts';
import type { Store } from '../store/store.ts';

export interface Earlier {
  /** Of the place that the container sees there. */
  root(place: Pick<Place, 'kind' | 'destination'>): ChunkId | undefined;
  readonly checkpoint: ChunkId | undefined;
  readonly layers: Description['layers'];
  readonly restless: Description['restless'];
}

const none: Earlier = { root: () => undefined, checkpoint: undefined, layers: [], restless: undefined };

/** Of the latest restore point of a container of that name on that host; of none when it cannot be read. */
export async function earlierPoint(store: Store, host: string, container: string): Promise<Earlier> {
  const [latest] = store
    .list()
    .filter((point) => point.host === host && point.container === container)
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
  if (latest === undefined) return none;
  let found: Description;
  try {
    found = await store.describe(latest.name);
  } catch (thrown) {
    // Then everything is fetched, which also mends it for the points to come.
    if (asShiplockError(thrown).code !== 'store-damaged') throw thrown;
    return none;
  }
  const { places, checkpoint, layers, restless } = found;
  return {
    root: ({ kind, destination }) =>
      places.find((place) => place.kind === kind && place.destination === destination)?.root,
    checkpoint: checkpoint?.root,
    layers,
    restless,
  };
}
