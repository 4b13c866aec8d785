/** An image of the store as an archive that an engine loads: an image layout, and the list that Docker wants beside it. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { type BlobReader, damagedBlob, digestOf, readChecked } from './blobs.ts';
import { checked } from './checked.ts';
import { blobPath, type Descriptor, manifestBytes, mediaTypes, nameAnnotations } from './oci-image.ts';
import { plainSize, type StoredImage } from './stored-image.ts';

export interface ArchiveRequest {
  readonly blobs: BlobReader;
  readonly image: StoredImage;
  /** As Docker shows it, `gauge:2`; absent for an image that gets no name. */
  readonly name?: string | undefined;
  /** Layers that the engine has as the store has them, by diffId: they are left out. */
  readonly there?: ReadonlySet<string>;
  /** Layers that the engine has uncompressed, by diffId: left out too, and the manifest names them so. */
  readonly plainThere?: ReadonlySet<string>;
}

export interface ImageArchive {
  /** Each blob is checked on its way: for a damaged one it fails with 'store-damaged', before it is whole. */
  readonly stream: Readable;
  /** What an engine calls the image that knows images by their manifests. */
  readonly manifestDigest: string;
}

/** The configuration goes in byte for byte, layers as they are in the store: Docker 23 and newer takes zstd. */
export async function imageArchive(request: ArchiveRequest): Promise<ImageArchive> {
  const { blobs, image, name, there = new Set(), plainThere = new Set() } = request;
  const layers = image.layers.map((layer) => {
    const size = plainSize(layer);
    const isPlain = plainThere.has(layer.diffId) && size !== undefined;
    const blob = isPlain ? { mediaType: mediaTypes.layer, digest: layer.diffId, size } : layer.blob;
    return { blob, isSent: !isPlain && !there.has(layer.diffId) };
  });
  const stored = await readChecked(blobs, image.manifest.digest);
  const isAsStored = layers.every(({ blob }, index) => blob === image.layers[index]?.blob);
  const manifest = isAsStored
    ? stored
    : manifestBytes(
        image.config,
        layers.map(({ blob }) => blob),
      );
  const config = await readChecked(blobs, image.config.digest);
  const files: File[] = [
    ['oci-layout', json({ imageLayoutVersion: '1.0.0' })],
    ['index.json', json(indexOf(manifest, name))],
    ['manifest.json', json(dockerList(image.config, layers, name))],
    [blobPath(digestOf(manifest)), manifest],
    [blobPath(image.config.digest), config],
  ];
  const sent = new Map(layers.flatMap(({ blob, isSent }) => (isSent ? [[blob.digest, blob]] : [])));
  return {
    stream: Readable.from(written(files, blobs, [...sent.values()]), { objectMode: false }),
    manifestDigest: digestOf(manifest),
  };
}

interface ArchivedLayer {
  readonly blob: Descriptor;
  readonly isSent: boolean;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** What containerd reads. */
function indexOf(manifest: Buffer, name: string | undefined): unknown {
  const annotations = name === undefined ? {} : { annotations: namesOf(wholeName(name)) };
  const entry = { mediaType: mediaTypes.manifest, digest: digestOf(manifest), size: manifest.length };
  return { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [{ ...entry, ...annotations }] };
}

function namesOf(whole: string): Record<string, string> {
  return {
    [nameAnnotations.containerd]: whole,
    [nameAnnotations.oci]: whole.slice(whole.lastIndexOf(':') + 1),
  };
}

/** What Docker's own image store reads. */
function dockerList(config: Descriptor, layers: readonly ArchivedLayer[], name: string | undefined): unknown {
  return [
    {
      Config: blobPath(config.digest),
      RepoTags: name === undefined ? null : [name],
      Layers: layers.map(({ blob }) => blobPath(blob.digest)),
    },
  ];
}

/** With the registry and the tag that Docker leaves out. */
export function wholeName(name: string): string {
  const [first = ''] = name.split('/');
  const isRegistry = first !== name && /[.:]|^localhost$/.test(first);
  const registry = isRegistry ? '' : first === name ? 'docker.io/library/' : 'docker.io/';
  const tag = /:[^/]*$/.test(name) ? '' : ':latest';
  return `${registry}${name}${tag}`;
}

type File = readonly [name: string, content: Buffer];

/** Nothing is opened before it is read, and nothing stays open when it is read no further. */
async function* written(
  files: readonly File[],
  blobs: BlobReader,
  layers: readonly Descriptor[],
): AsyncGenerator<unknown, void, undefined> {
  const archive = pack();
  const writing = writeAll(archive, files, blobs, layers).catch((error: Error) => archive.destroy(error));
  try {
    yield* archive;
  } finally {
    archive.destroy();
    await writing;
  }
}

async function writeAll(
  archive: Pack,
  files: readonly File[],
  blobs: BlobReader,
  layers: readonly Descriptor[],
): Promise<void> {
  for (const [name, content] of files) archive.entry({ name, mtime: noTime }, content);
  for (const { digest, size } of layers) {
    const content = checked(blobs.open(digest), digest, (found) => damagedBlob(digest, `it is ${found}`));
    await pipeline(content, archive.entry({ name: blobPath(digest), size, mtime: noTime }));
  }
  archive.finalize();
}

/** The same image is the same archive. */
const noTime = new Date(0);
