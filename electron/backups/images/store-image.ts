/** An image from an engine into the store: only the layers that the store lacks, and each checked on its way. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { ShiplockError } from '../../../shared/errors.ts';
import type { Engine, ImageFacts } from '../../engines/engine.ts';
import type { Session } from '../../hosts/session.ts';
import { packing } from '../../transfer/compression.ts';
import type { BlobWriter } from './blobs.ts';
import { endOf, openHostStream } from './host-stream.ts';
import type { KnownImages } from './known-images.ts';
import { type Descriptor, imageConfig, manifestBytes, mediaTypes, parsed } from './oci-image.ts';
import { readSaved, type SavedImage } from './saved-image.ts';
import type { StoredImage, StoredLayer } from './stored-image.ts';

export interface StoreImageRequest {
  readonly session: Session;
  readonly engine: Engine;
  readonly image: ImageFacts;
  /** The name or identifier by which that engine knows it. */
  readonly name: string;
  readonly blobs: BlobWriter;
  readonly known: KnownImages;
  /** On the way: for a slow link, over which an engine's layers would travel as they are. The host needs zstd then. */
  readonly compression: 'none' | 'zstd';
  /** Called with what has come from the host since the last call. */
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Its configuration is stored byte for byte: that is the image's identity. Nothing is asked of the host when the store has
 * the image. When this rejects, whole layers may be in the store, which no manifest names and `known` has been told of, and
 * nothing that is not whole.
 * Throws 'engine-failed' with the engine's words, 'incomplete' when what came is not the image, 'link-lost', 'timed-out'
 * when nothing came for a quarter of an hour, what the store throws, or the signal's reason.
 */
export async function storeImage(request: StoreImageRequest): Promise<StoredImage> {
  const { image, blobs, known } = request;
  const stored = known.image(image.configDigest);
  if (stored !== undefined && (await isWhole(blobs, stored))) return stored;
  const here = await layersHere(request);
  const { config, arrived } = await receive(request, here);
  const layers = chainOf(request, config, new Map([...here, ...arrived]));
  const configBlob = { mediaType: mediaTypes.config, ...(await blobs.add(config)) };
  const manifest = manifestBytes(
    configBlob,
    layers.map(({ blob }) => blob),
  );
  const manifestBlob = { mediaType: mediaTypes.manifest, ...(await blobs.add(manifest)) };
  return { manifest: manifestBlob, config: configBlob, layers };
}

async function isWhole(blobs: BlobWriter, { manifest, config, layers }: StoredImage): Promise<boolean> {
  for (const { digest } of [manifest, config, ...layers.map(({ blob }) => blob)]) {
    if (!(await blobs.has(digest))) return false;
  }
  return true;
}

/** By diffId. */
async function layersHere({ image, blobs, known }: StoreImageRequest): Promise<Map<string, Descriptor>> {
  const here = new Map<string, Descriptor>();
  for (const { diffId } of image.layers) {
    const blob = known.layer(diffId);
    if (blob !== undefined && (await blobs.has(blob.digest))) here.set(diffId, blob);
  }
  return here;
}

async function receive(
  request: StoreImageRequest,
  here: ReadonlyMap<string, Descriptor>,
): Promise<SavedImage> {
  const { session, engine, image, name, compression, signal } = request;
  const leaveOut = image.layers.filter(({ diffId }) => here.has(diffId));
  const save = engine.exportCommand(image, name, [
    ...new Set(leaveOut.map(({ archivePath }) => archivePath)),
  ]);
  const command = packing(compression, save);
  const what = { en: `image ${name}`, zh: `镜像 ${name}` };
  await using host = await openHostStream({ session, command, what, signal });
  host.process.stdin.end();
  host.process.stdout.on('data', (piece: Buffer) => {
    request.onBytes(piece.length);
    host.heard();
  });
  const { stdout } = host.process;
  const stream = compression === 'none' ? stdout : unpacked(stdout);
  const wrong = (details: string): ShiplockError => notTheImage(request, details);
  return await endOf(
    host,
    readSaved({
      stream,
      image,
      blobs: request.blobs,
      onLayer: (layer) => request.known.addLayer(layer),
      wrong,
    }),
    {
      text: {
        en: `Image ${name} could not be read from ${session.host.name}.`,
        zh: `无法从 ${session.host.name} 读取镜像 ${name}。`,
      },
      remedy: {
        en: `Look at the details for what Docker on ${session.host.name} says, and try again.`,
        zh: `请看详细信息中 ${session.host.name} 上 Docker 的说明，然后重试。`,
      },
    },
  );
}

function unpacked(packed: Readable): Readable {
  const stream = createZstdDecompress();
  // What goes wrong shows in the stream that is read.
  pipeline(packed, stream).catch(() => undefined);
  return stream;
}

/** The chain that the configuration names, every link of it in the store. */
function chainOf(
  request: StoreImageRequest,
  config: Buffer,
  blobs: ReadonlyMap<string, Descriptor>,
): StoredLayer[] {
  const { data } = imageConfig.safeParse(parsed(config));
  if (data === undefined) throw notTheImage(request, 'a configuration that makes no sense');
  return (data.rootfs.diff_ids ?? []).map((diffId) => {
    const blob = blobs.get(diffId);
    if (blob === undefined) throw notTheImage(request, `no layer ${diffId}`);
    return { diffId, blob };
  });
}

function notTheImage({ session, name }: StoreImageRequest, details: string): ShiplockError {
  const host = session.host.name;
  return new ShiplockError(
    'incomplete',
    {
      en: `What ${host} gave for image ${name} is not the whole image.`,
      zh: `${host} 给出的镜像 ${name} 不完整。`,
    },
    {
      state: { en: 'The image is not in the store.', zh: '该镜像未存入存储。' },
      remedy: {
        en: `Try again; if it happens again, the image is damaged on ${host}: look for errors of its disk.`,
        zh: `请重试；如果再次发生，说明该镜像在 ${host} 上已损坏：请检查其磁盘错误。`,
      },
      details,
    },
  );
}
