/** What became of each image that was to be stored or sent: one that fails does not keep the others from theirs. */
import { performance } from 'node:perf_hooks';
import type { CallOptions } from '../shared/contract.ts';
import { asShiplockError, type ErrorCode, toErrorData } from '../shared/errors.ts';
import type { CarriedImage } from '../shared/image-methods.ts';

export type AboutImage = Pick<CarriedImage, 'name' | 'digest' | 'containers'>;

/** About one image alone; whatever else goes wrong concerns them all, and is thrown. */
const ofOneImage: ReadonlySet<ErrorCode> = new Set([
  'engine-failed',
  'incomplete',
  'not-found',
  'store-damaged',
  'transfer-failed',
]);
const betweenProgressMs = 100;

/** `host`: the one that it comes from or goes to. `work` gives false where nothing had to be done. */
export async function carry(
  about: AboutImage,
  host: string,
  { onEvent, signal }: CallOptions,
  work: (onBytes: (bytes: number) => void) => Promise<boolean>,
): Promise<CarriedImage> {
  let bytes = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const onBytes = (more: number): void => {
    bytes += more;
    const now = performance.now();
    if (now - toldAt < betweenProgressMs) return;
    toldAt = now;
    onEvent?.({ event: 'images.progress', host, image: about.name, bytes });
  };
  try {
    return { ...about, is: (await work(onBytes)) ? 'carried' : 'there', bytes };
  } catch (thrown) {
    signal?.throwIfAborted();
    const error = asShiplockError(thrown);
    if (!ofOneImage.has(error.code)) throw thrown;
    return { ...about, is: 'failed', bytes, error: toErrorData(error) };
  }
}

export const thereAlready = (about: AboutImage): CarriedImage => ({ ...about, is: 'there', bytes: 0 });
