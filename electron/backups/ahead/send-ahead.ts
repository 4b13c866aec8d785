/** An image of the store to a standby host, so that a move there sends none; and away from there when nobody needs it. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { Engine } from '../../engines/engine.ts';
import type { Session } from '../../hosts/session.ts';
import { pour } from '../../transfer/pour.ts';
import { archiveFor, freeName, nameFor, referenceTo, type WantedImage } from '../images/engine-image.ts';
import { findImage } from '../images/find-image.ts';
import type { ImageReader } from '../store/image-reader.ts';

export interface SendAheadRequest {
  /** Of the standby host. */
  readonly session: Session;
  readonly engine: Engine;
  readonly reader: ImageReader;
  readonly image: WantedImage;
  /** Images that Shiplock has sent there before: a name that means one of them may come to mean this one. */
  readonly own: ReadonlySet<string>;
  /** Digests of manifests that the engine may know it by. */
  readonly manifests: readonly string[];
  /** Called before anything is sent, with the manifest that it is sent with. */
  readonly willSend: (manifest: string) => void;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** An engine that was just collecting garbage may have lost a layer that it had when it was asked. */
const mostTries = 2;

/**
 * Only the layers that the host lacks are sent. True if any had to be; then it is there, under its name unless that means an
 * image which is not Shiplock's to rename. When this rejects the host has the image whole, or not at all. Throws 'not-found'
 * when the store lacks it, 'store-damaged', 'disk-full', 'transfer-failed', 'incomplete', 'link-lost'.
 */
export async function sendAhead(request: SendAheadRequest): Promise<boolean> {
  const { session, engine, reader, manifests, onBytes, signal } = request;
  const stored = await findImage(reader, request.image.configDigest);
  if (stored === undefined) throw notStored(request.image);
  const image = { ...request.image, layerCount: stored.layers.length };
  if ((await referenceTo(engine, image, [stored.manifest.digest, ...manifests])) !== undefined) return false;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const archive = await archiveFor(engine, stored, reader.blobs, await nameThere(request));
    request.willSend(archive.manifestDigest);
    const { stream } = archive;
    const what = { en: `image ${image.name}`, zh: `镜像 ${image.name}` };
    // Its layers are compressed where they lie.
    await pour({ session, command: engine.importCommand, stream, mayCompress: false, what, onBytes, signal });
    if ((await referenceTo(engine, image, [archive.manifestDigest])) !== undefined) return true;
  }
  throw new ShiplockError(
    'incomplete',
    {
      en: `Image ${image.name} arrived on ${session.host.name} with other layers.`,
      zh: `镜像 ${image.name} 送达 ${session.host.name} 后，镜像层与原来不同。`,
    },
    {
      remedy: {
        en: 'Try again; if it happens again: shiplock verify',
        zh: '请重试；如果再次发生，请校验存储：shiplock verify',
      },
    },
  );
}

/** Away from the host again. It stays there if a container has it. */
export async function takeAway(engine: Engine, image: WantedImage, manifest: string): Promise<void> {
  const reference = await referenceTo(engine, image, [manifest]);
  if (reference !== undefined) await engine.removeImage(reference);
}

async function nameThere({ engine, image, own }: SendAheadRequest): Promise<string | undefined> {
  const free = await freeName(engine, image);
  if (free !== undefined) return free;
  const name = nameFor(image.name);
  const holder = name === undefined ? undefined : await engine.image(name);
  return holder !== undefined && own.has(holder.configDigest) ? name : undefined;
}

const notStored = ({ name }: WantedImage): ShiplockError =>
  new ShiplockError(
    'not-found',
    { en: `Image ${name} is not in the store.`, zh: `存储中没有镜像 ${name}。` },
    {
      remedy: {
        en: 'Store it first: shiplock images store HOST',
        zh: '请先存储它：shiplock images store HOST',
      },
    },
  );
