/** What a move may take from elsewhere than its source: a restore point of the same container. */
import type { Readable } from 'node:stream';

/** The latest one that can be read; undefined if there is none. Asks nobody; what it throws the move does without. */
export type FindPrestored = () => Promise<Prestored | undefined>;

/** What it gives stays there until it is disposed of. */
export interface Prestored extends Disposable {
  /** Its name. */
  readonly point: string;
  /** The moment that it is of, ISO 8601. */
  readonly at: string;
  /** The folder that the container sees there, `/` for its RW layer; undefined if there is none in it. */
  folder(destination: string): StoredPart | undefined;
  /** CRIU's images. */
  readonly memory: StoredPart | undefined;
}

export interface StoredPart {
  readonly bytes: number;
  /** What it holds, for `unpack`. Fails with 'store-damaged' where what is kept is not what was. */
  tar(signal: AbortSignal): Readable;
}
