/** An image of the store as an engine has it, or is to have it: by which name, and what it lacks of it. */
import type { Engine, ImageFacts } from '../../engines/engine.ts';
import type { BlobReader } from './blobs.ts';
import { type ImageArchive, imageArchive } from './image-archive.ts';
import { blobPath } from './oci-image.ts';
import { plainSize, type StoredImage, type StoredLayer } from './stored-image.ts';

export interface WantedImage {
  /** What its container calls it: a name, or an identifier. */
  readonly name: string;
  /** The same in every kind of image store. */
  readonly configDigest: string;
  /** An image that has lost one of them is not the image. Undefined: that is not asked. */
  readonly layerCount?: number | undefined;
}

/**
 * By which the engine knows the image: its name if it means it, or an identifier, of which one store's is the configuration's
 * digest and the other's is that of a manifest: `manifests`. Undefined: it lacks it.
 */
export async function referenceTo(
  engine: Engine,
  image: WantedImage,
  manifests: readonly string[],
): Promise<string | undefined> {
  for (const reference of [image.name, image.configDigest, ...manifests]) {
    const there = await engine.image(reference);
    if (there?.configDigest !== image.configDigest) continue;
    if (there.layers.length === (image.layerCount ?? there.layers.length)) return reference;
  }
  return undefined;
}

/** What it is to be called in an archive that it is to be known by `name` from: nothing, if that is no name. */
export function nameFor(name: string): string | undefined {
  return isName(name) ? name : undefined;
}

/** Whether the engine, given the image, would know it by that: by a name always, by an identifier if it counts them so. */
export async function isKnownBy(engine: Engine, { name, configDigest }: WantedImage): Promise<boolean> {
  if (isName(name)) return true;
  const { imageStore } = await engine.facts();
  return (
    imageStore === 'layers' && configDigest.replace('sha256:', '').startsWith(name.replace('sha256:', ''))
  );
}

/** The name that it can be given there. Undefined: it means another image, which goes on having it, or it is none. */
export async function freeName(
  engine: Engine,
  { name, configDigest }: WantedImage,
): Promise<string | undefined> {
  if (!isName(name)) return undefined;
  const named = await engine.image(name);
  return named === undefined || named.configDigest === configDigest ? name : undefined;
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
