/** An image from one host's engine to another's: only the layers that the other lacks, the chain as it was. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Engine, ImageFacts } from '../engines/engine.ts';
import type { Session } from '../hosts/session.ts';
import { compressed, type Compression } from './compression.ts';
import type { Route } from './route.ts';
import { sendStaged } from './staged-image.ts';

export interface ImageRequest {
  readonly route: Route;
  readonly source: { readonly session: Session; readonly engine: Engine };
  readonly target: { readonly session: Session; readonly engine: Engine };
  readonly image: ImageFacts;
  /** The name or identifier under which the target shall know it. */
  readonly name: string;
  readonly compression: Compression;
  /** As rsync can do it. */
  readonly rsyncCompression: Compression;
  /**
   * A folder, on both hosts, for the archive as a file, if there is room: for a link over which a stream has been cut
   * short. Whatever comes of it, the folder is the caller's to remove.
   */
  readonly stage?: string | undefined;
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** An engine that was just collecting garbage may have lost a layer that it had when it was asked. */
const mostTries = 2;

/** Sends nothing when the target has the image. True if it was sent. */
export async function sendImage(request: ImageRequest): Promise<boolean> {
  const { target, image, name } = request;
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (await hasSameImage(target.engine, image, name)) return tries > 0;
    await sendLacking(request);
  }
  if (await hasSameImage(target.engine, image, name)) return true;
  throw new ShiplockError(
    'incomplete',
    {
      en: `Image ${name} arrived on ${target.session.host.name} with other layers.`,
      zh: `镜像 ${name} 送达 ${target.session.host.name} 后，镜像层与原来不同。`,
    },
    {
      remedy: {
        en: 'Try again; if it happens again, remove the image on the target first.',
        zh: '请重试；如果再次发生，请先删除目标主机上的该镜像。',
      },
    },
  );
}

async function sendLacking(request: ImageRequest): Promise<void> {
  const { target, image, stage } = request;
  const present = await target.engine.layersPresent(image);
  const leaveOut = [
    ...new Set(image.layers.map((layer) => layer.archivePath).filter((path) => present.has(path))),
  ];
  const isStaged = stage !== undefined && (await sendStaged(request, stage, leaveOut));
  if (!isStaged) await sendStream(request, leaveOut);
}

/** From the one engine into the other, with no file in between. */
async function sendStream(request: ImageRequest, leaveOut: readonly string[]): Promise<void> {
  const { route, source, target, image, name, onBytes, signal } = request;
  const transfer = {
    source: { session: source.session, command: source.engine.exportCommand(image, name, leaveOut) },
    target: { session: target.session, command: target.engine.importCommand },
    bothWays: false,
    what: { en: `image ${name}`, zh: `镜像 ${name}` },
    onBytes,
    signal,
  };
  await route.join(compressed(transfer, request.compression));
}

/**
 * Same name, same configuration and with it the same chain of layers, none of which is missing there. (Identifiers differ
 * between kinds of image store.)
 */
export async function hasSameImage(engine: Engine, image: ImageFacts, name: string): Promise<boolean> {
  const other = await engine.image(name);
  return other?.configDigest === image.configDigest && other.layers.length === image.layers.length;
}
