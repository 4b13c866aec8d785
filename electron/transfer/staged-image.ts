/**
 * An image's archive by way of a file on either host. A stream of an archive begins at its beginning again when the link
 * is lost; a file is gone on with. It takes room on both disks, and the time to write it.
 */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import type { ImageRequest } from './image.ts';
import { archiveOptions, rsync } from './rsync.ts';

const script = readFileSync(new URL('./staged-image.sh', import.meta.url), 'utf8');

/** An engine that writes or reads an archive slower than this does not work. */
const slowestBytesPerSecond = 1e6;
const beginMs = 300_000;

/** False if there is no room for the files; then nothing is left of them. Errors: those of `Route.join`. */
export async function sendStaged(
  request: ImageRequest,
  stage: string,
  leaveOut: readonly string[],
): Promise<boolean> {
  const { route, source, target, image, name, onBytes, signal } = request;
  // The engine on the target keeps what it loads beside the archive.
  const rooms = await Promise.all([roomIn(source.session, stage), roomIn(target.session, stage)]);
  if (rooms[0] < image.sizeBytes || rooms[1] < image.sizeBytes * 2) {
    await removeStaged(request, stage);
    return false;
  }
  const options = { signal, timeoutMs: beginMs + (image.sizeBytes / slowestBytesPerSecond) * 1000 };
  const save = source.engine.exportCommand(image, name, leaveOut);
  await source.session.script('staged-image', script, ['make', stage, ...save], options);
  await rsync({
    route,
    source: source.session,
    target: target.session,
    options: archiveOptions,
    from: `${stage}/archive`,
    to: `${stage}/archive`,
    what: { en: `image ${name}`, zh: `镜像 ${name}` },
    mayVanish: false,
    compression: request.rsyncCompression,
    signal,
    onBytes,
  });
  await target.session.script(
    'staged-image',
    script,
    ['load', stage, ...target.engine.importCommand],
    options,
  );
  await removeStaged(request, stage);
  return true;
}

async function roomIn(session: Session, stage: string): Promise<number> {
  const { stdout } = await session.script('staged-image', script, ['room', stage]);
  return Number(stdout.trim()) || 0;
}

async function removeStaged({ source, target }: ImageRequest, stage: string): Promise<void> {
  await Promise.all(
    [source, target].map(({ session }) => session.script('staged-image', script, ['remove', stage])),
  );
}
