/** An image from one host's engine to another's: only the layers that the other lacks, the chain as it was. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Engine, ImageFacts } from '../engines/engine.ts';
import type { Session } from '../hosts/session.ts';
import { compressed, type Compression } from './compression.ts';
import type { Route } from './route.ts';

export interface ImageRequest {
  readonly route: Route;
  readonly source: { readonly session: Session; readonly engine: Engine };
  readonly target: { readonly session: Session; readonly engine: Engine };
  readonly image: ImageFacts;
  /** The name or identifier under which the target shall know it. */
  readonly name: string;
  readonly compression: Compression;
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Sends nothing when the target has the image. True if it was sent. */
export async function sendImage({
  route,
  source,
  target,
  image,
  name,
  compression,
  onBytes,
  signal,
}: ImageRequest): Promise<boolean> {
  if (await hasSameImage(target.engine, image, name)) return false;
  const present = await target.engine.layersPresent(image);
  const leaveOut = [
    ...new Set(image.layers.map((layer) => layer.archivePath).filter((path) => present.has(path))),
  ];
  const transfer = {
    source: { session: source.session, command: source.engine.exportCommand(image, name, leaveOut) },
    target: { session: target.session, command: target.engine.importCommand },
    bothWays: false,
    what: `image ${name}`,
    onBytes,
    signal,
  };
  await route.join(compressed(transfer, compression));
  if (await hasSameImage(target.engine, image, name)) return true;
  throw new ShiplockError(
    'incomplete',
    `Image ${name} arrived on ${target.session.host.name} with other layers.`,
    {
      remedy: 'Try again; if it happens again, remove the image on the target first.',
    },
  );
}

/** Same name, same configuration and with it the same chain of layers. (Identifiers differ between kinds of image store.) */
export async function hasSameImage(engine: Engine, image: ImageFacts, name: string): Promise<boolean> {
  const other = await engine.image(name);
  return other?.configDigest === image.configDigest;
}
