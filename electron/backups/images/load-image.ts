/** An image from the store into an engine: only the layers that the engine lacks. */
import { pipeline } from 'node:stream/promises';
import { ShiplockError } from '../../../shared/errors.ts';
import type { Engine, ImageFacts } from '../../engines/engine.ts';
import type { Session } from '../../hosts/session.ts';
import { hasSameImage } from '../../transfer/image.ts';
import type { BlobReader } from './blobs.ts';
import { endOf, openHostStream } from './host-stream.ts';
import { type ImageArchive, imageArchive } from './image-archive.ts';
import { blobPath } from './oci-image.ts';
import { plainSize, type StoredImage, type StoredLayer } from './stored-image.ts';

export interface LoadImageRequest {
  readonly session: Session;
  readonly engine: Engine;
  readonly image: StoredImage;
  readonly blobs: BlobReader;
  /** The name that it shall have there. */
  readonly name: string;
  /** Called with what has been sent to the host since the last call. */
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gives the name or identifier to create a container with: the name, unless it means another image there, which is left
 * alone, or is an identifier or a digest itself. The image has the same configuration and chain as the stored one. Sends nothing
 * when the engine has the image so already.
 * Throws 'engine-failed' or 'disk-full' with the engine's words, 'store-damaged' for a blob that is not what it was,
 * 'incomplete' when another image has arrived, 'link-lost', 'timed-out', or the signal's reason.
 */
export async function loadImage(request: LoadImageRequest): Promise<string> {
  const { session, engine, image, blobs } = request;
  const facts = factsOf(image, ({ blob }) => blob.digest);
  if (await hasSameImage(engine, facts, request.name)) return request.name;
  const isFree = isName(request.name) && (await engine.image(request.name)) === undefined;
  const name = isFree ? request.name : undefined;
  const { imageStore } = await engine.facts();
  const archive = await archiveFor(engine, image, blobs, name);
  const identifier = imageStore === 'containerd' ? archive.manifestDigest : image.config.digest;
  const reference = name ?? identifier;
  if (name === undefined && (await hasSameImage(engine, facts, reference))) return reference;
  await send(request, archive);
  if (await hasSameImage(engine, facts, reference)) return reference;
  throw new ShiplockError(
    'incomplete',
    `Another image than ${request.name} arrived on ${session.host.name}.`,
    {
      remedy: `Try again; if it happens again, remove ${reference} on ${session.host.name} first.`,
    },
  );
}

/** For that engine's `importCommand`, without the layers that it has. */
export async function archiveFor(
  engine: Engine,
  image: StoredImage,
  blobs: BlobReader,
  name: string | undefined,
): Promise<ImageArchive> {
  const facts = factsOf(image, ({ blob }) => blob.digest);
  const { imageStore } = await engine.facts();
  const there = diffIdsAt(facts, await engine.layersPresent(facts));
  const plainThere =
    imageStore === 'containerd' ? await plainLayers(engine, image, there) : new Set<string>();
  return imageArchive({ blobs, image, name, there, plainThere });
}

/** What a container may name its image by, beside a name: an identifier, its beginning, or the digest of a manifest. */
function isName(name: string): boolean {
  return !/^(sha256:)?[0-9a-f]{12,64}$/.test(name) && !name.includes('@');
}

/** As the engine would describe it, if it kept each layer in that blob. */
function factsOf(image: StoredImage, blobOf: (layer: StoredLayer) => string): ImageFacts {
  return {
    id: image.config.digest,
    configDigest: image.config.digest,
    names: [],
    sizeBytes: image.layers.reduce((sum, layer) => sum + (plainSize(layer) ?? layer.blob.size), 0),
    layers: image.layers.map((layer) => ({ diffId: layer.diffId, archivePath: blobPath(blobOf(layer)) })),
  };
}

function diffIdsAt({ layers }: ImageFacts, paths: ReadonlySet<string>): Set<string> {
  return new Set(layers.flatMap(({ diffId, archivePath }) => (paths.has(archivePath) ? [diffId] : [])));
}

/** containerd keeps a layer as it came: it may have one uncompressed, from another host's engine. */
async function plainLayers(
  engine: Engine,
  image: StoredImage,
  there: ReadonlySet<string>,
): Promise<Set<string>> {
  const facts = factsOf(image, ({ diffId }) => diffId);
  const plain = diffIdsAt(facts, await engine.layersPresent(facts));
  for (const diffId of there) plain.delete(diffId);
  return plain;
}

async function send(request: LoadImageRequest, { stream }: ImageArchive): Promise<void> {
  const { session, engine, name, onBytes, signal } = request;
  stream.on('error', () => undefined);
  try {
    const command = engine.importCommand;
    await using host = await openHostStream({ session, command, what: `image ${name}`, signal });
    host.process.stdout.resume();
    stream.on('data', (piece: Buffer) => {
      onBytes(piece.length);
      host.heard();
    });
    await endOf(host, pipeline(stream, host.process.stdin), {
      message: `Image ${name} could not be loaded on ${session.host.name}.`,
      remedy: `The details are what Docker on ${session.host.name} says. Free space there if its disk is full, and try again.`,
    });
  } finally {
    stream.destroy();
  }
}
