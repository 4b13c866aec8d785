/** Pruning: what no manifest needs leaves the disk. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ShiplockError } from '../../../shared/errors.ts';
import { agree, blobsOf, changeContents } from './agree.ts';
import { asStoreError } from './failure.ts';
import { type Contents, isRestorePoint, keptAnnotation } from './index-json.ts';
import type { Digest } from './layout.ts';
import { readManifest } from './manifest.ts';
import type { StoreParts } from './parts.ts';
import { fillReserve, withReserve } from './reserve.ts';

export interface PruneReport {
  readonly blobs: number;
  readonly bytes: number;
}

/** So many files are removed before others get their turn. */
const batch = 200;

/**
 * Removes what no restore point and no kept image needs, and what dead takes left. What is needed is read from the
 * manifests themselves, not from the index. Throws 'busy' while anyone takes or reads, and 'store-damaged' when a
 * manifest cannot be read, for then nobody knows what it needs; in both cases nothing was removed. May be killed at
 * any moment; the next one goes on.
 */
export async function prune(parts: StoreParts): Promise<PruneReport> {
  try {
    withReserve(parts.layout, () =>
      parts.database.write(() => {
        refuseUsed(parts);
        removeIncoming(parts);
        doom(parts, needed(parts, dropImages(parts)));
      }),
    );
    let report: PruneReport = { blobs: 0, bytes: 0 };
    for (;;) {
      await setImmediate();
      const removed = withReserve(parts.layout, () => parts.database.write(() => removeDoomed(parts)));
      if (removed.blobs === 0) break;
      report = { blobs: report.blobs + removed.blobs, bytes: report.bytes + removed.bytes };
    }
    fillReserve(parts.layout);
    return report;
  } catch (thrown) {
    throw asStoreError(thrown, parts.layout.folder);
  }
}

export function refuseUsed({ uses, layout }: StoreParts): void {
  const [use] = uses.living();
  if (use === undefined) return;
  throw new ShiplockError(
    'busy',
    {
      en: `${use.what} is under way in the store ${layout.folder}.`,
      zh: `存储 ${layout.folder} 正在使用中：${use.what === 'a reading' ? '读取' : '写入'}。`,
    },
    {
      state: { en: 'Nothing was removed.', zh: '没有删除任何内容。' },
      remedy: { en: 'Wait until it has ended, then try again.', zh: '请等待其结束，然后重试。' },
      details: `process ${use.pid}`,
    },
  );
}

/** Nobody takes: whoever wrote these is dead. */
function removeIncoming({ layout }: StoreParts): void {
  for (const name of readdirSync(layout.incoming)) rmSync(join(layout.incoming, name), { force: true });
}

/** An image that is not kept for itself goes with the last restore point that is of it. */
function dropImages(parts: StoreParts): Contents {
  const contents = agree(parts);
  const subjects = new Set(
    contents.manifests
      .filter(isRestorePoint)
      .map(({ digest }) => readManifest(parts.layout, digest).subject?.digest),
  );
  const manifests = contents.manifests.filter(
    (manifest) =>
      isRestorePoint(manifest) ||
      manifest.annotations?.[keptAnnotation] !== undefined ||
      subjects.has(manifest.digest),
  );
  if (manifests.length === contents.manifests.length) return contents;
  changeContents(parts, { ...contents, manifests });
  return { ...contents, manifests };
}

function needed({ layout }: StoreParts, { manifests }: Contents): Set<Digest> {
  const found = new Set<Digest>();
  const images = new Set<Digest>();
  for (const descriptor of manifests) {
    const manifest = readManifest(layout, descriptor.digest);
    for (const { digest } of blobsOf(descriptor, manifest)) found.add(digest);
    if (manifest.subject !== undefined) images.add(manifest.subject.digest);
  }
  for (const image of images) {
    const { config, layers } = readManifest(layout, image);
    for (const { digest } of [config, ...layers]) found.add(digest);
  }
  return found;
}

/** From here on nobody finds them; a blob that comes in again meanwhile is saved. */
function doom({ layout, blobs }: StoreParts, isNeeded: Set<Digest>): void {
  for (const name of readdirSync(layout.blobs)) {
    const digest = `sha256:${name}` as Digest;
    if (isNeeded.has(digest)) continue;
    const size = statSync(join(layout.blobs, name), { throwIfNoEntry: false })?.size ?? 0;
    blobs.setState(digest, size, 'doomed');
  }
  for (const { digest, size } of blobs.all()) {
    if (!isNeeded.has(digest)) blobs.setState(digest, size, 'doomed');
  }
}

function removeDoomed({ layout, blobs }: StoreParts): PruneReport {
  const doomed = blobs.doomed(batch);
  for (const { digest } of doomed) {
    rmSync(layout.blob(digest), { force: true });
    blobs.forget(digest);
  }
  return { blobs: doomed.length, bytes: doomed.reduce((sum, { size }) => sum + size, 0) };
}
