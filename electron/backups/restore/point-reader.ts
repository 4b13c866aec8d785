/** A restore point as a restore reads it, wherever it is kept: everything comes as streams, from the laptop alone. */
import type { Readable } from 'node:stream';
import type { CallOptions } from '../../../shared/contract.ts';
import type { Vitals } from '../../checkpoint/vitals.ts';
import type { Engine } from '../../engines/engine.ts';
import type { ImageArchive } from '../images/image-archive.ts';
import type { Description, Place } from '../restore-point.ts';

export interface PointImage {
  /** Digest of its configuration: the same in every kind of image store. */
  readonly configDigest: string;
  /** As an image's configuration names it: `amd64`, `arm64`, `arm`. */
  readonly architecture: string;
  /** Of its layers, as they are kept. */
  readonly bytes: number;
}

/**
 * Streams fail with 'store-damaged' where what is kept is not what was; they end early for the signal alone. Each can be
 * asked for as often as need be, and is the same every time. Nothing of it is pruned before it is disposed of.
 */
export interface PointReader extends Disposable {
  readonly description: Description;
  readonly image: PointImage;
  /** What lived in the container when it was frozen; absent where the point does not say. */
  readonly vitals?: Vitals | undefined;
  /** CRIU's images folder as a tar stream. Only for a point that has a checkpoint. */
  checkpointTar(signal: AbortSignal): Readable;
  /**
   * GNU tar in the posix format, with extended attributes and ACLs. A folder's entries begin with `./`, its own included;
   * of a file it has one entry.
   */
  placeTar(place: Place, signal: AbortSignal): Readable;
  /**
   * An archive for the engine's `importCommand`, without the layers that it has, which gives the image this name, or none.
   * Undefined when the engine has the image under it.
   */
  imageArchive(
    engine: Engine,
    name: string | undefined,
    signal: AbortSignal,
  ): Promise<ImageArchive | undefined>;
}

/** Opens the point of that name. Throws 'not-found', 'store-damaged', 'store-locked'. */
export type OpenPoint = (point: string, options: CallOptions) => Promise<PointReader>;
