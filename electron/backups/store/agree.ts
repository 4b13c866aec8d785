/** Brings the index to what the layout says: after a crash between the two, after a copy, or from nothing. */
import { statSync } from 'node:fs';
import type { Words } from '../../../shared/words.ts';
import type { RestorePointName } from '../restore-point.ts';
import { isDamage } from './failure.ts';
import type { IndexedPoint } from './index/points.ts';
import {
  type Contents,
  type Descriptor,
  isRestorePoint,
  readContents,
  replaceContents,
} from './index-json.ts';
import type { Digest } from './layout.ts';
import { type Manifest, packType, readManifest, readSummary } from './manifest.ts';
import { readPackTable } from './pack.ts';
import type { StoreParts } from './parts.ts';

/**
 * What the store holds, and the index says the same when this returns. Reads nothing that the index knows already.
 * What cannot be read is told to `onDamage` and left out. Throws 'store-damaged' when `index.json` itself cannot be
 * read.
 */
export function agree(parts: StoreParts, onDamage?: (found: Words) => void): Contents {
  return parts.database.write(() => {
    const contents = readContents(parts.layout);
    if (agreedOn(parts) !== contents.digest) {
      takeOver(parts, contents, onDamage);
      setAgreed(parts, contents.digest);
    }
    return contents;
  });
}

/** Replaces what the store holds. The index's tables are the caller's to bring along, in the same write. */
export function changeContents(parts: StoreParts, next: Pick<Contents, 'manifests' | 'last'>): void {
  parts.database.write(() => setAgreed(parts, replaceContents(parts.layout, next)));
}

/** Makes the index forget everything but who uses the store. `agree` then reads it all. */
export function forgetEverything({ database }: StoreParts): void {
  database.write(() => {
    for (const table of ['chunks', 'blobs', 'restore_points', 'agreement']) {
      database.prepare(`DELETE FROM ${table}`).run();
    }
  });
}

function takeOver(
  parts: StoreParts,
  contents: Contents,
  onDamage: ((found: Words) => void) | undefined,
): void {
  const known = new Map(parts.points.list().map((point) => [point.manifest, point]));
  const named = new Set<RestorePointName>();
  for (const descriptor of contents.manifests) {
    const before = known.get(descriptor.digest);
    const point = before ?? tolerating(onDamage, () => takeOverManifest(parts, descriptor, onDamage));
    if (point) named.add(point.name);
  }
  for (const { name } of known.values()) if (!named.has(name)) parts.points.remove(name);
}

/** The restore point, if it is one's manifest. */
function takeOverManifest(
  parts: StoreParts,
  descriptor: Descriptor,
  onDamage: ((found: Words) => void) | undefined,
): IndexedPoint | undefined {
  const manifest = readManifest(parts.layout, descriptor.digest);
  for (const blob of blobsOf(descriptor, manifest)) {
    if (parts.blobs.state(blob.digest) === undefined) {
      tolerating(onDamage, () => takeOverBlob(parts, blob, onDamage));
    }
  }
  if (!isRestorePoint(descriptor)) return;
  const point = readSummary(manifest, descriptor.digest);
  parts.points.put(point);
  return point;
}

/** Everything that a manifest needs, itself included; an image's manifest that it names is looked into by itself. */
export function blobsOf(self: Descriptor, { config, layers, subject }: Manifest): Descriptor[] {
  return [self, config, ...layers, ...(subject === undefined ? [] : [subject])];
}

function takeOverBlob(
  { layout, blobs, keys }: StoreParts,
  { digest, size, mediaType }: Descriptor,
  onDamage: ((found: Words) => void) | undefined,
): void {
  const file = layout.blob(digest);
  const there = statSync(file, { throwIfNoEntry: false });
  const entries = there === undefined || mediaType !== packType ? [] : readPackTable(file, keys);
  if (there?.size === size && entries !== null) blobs.put(digest, size, entries);
  else {
    blobs.setState(digest, size, 'damaged');
    onDamage?.(
      there === undefined
        ? { en: `The blob ${digest} is missing.`, zh: `数据块 ${digest} 缺失。` }
        : { en: `The blob ${digest} is damaged.`, zh: `数据块 ${digest} 已损坏。` },
    );
  }
}

function tolerating<Result>(
  onDamage: ((found: Words) => void) | undefined,
  work: () => Result,
): Result | undefined {
  try {
    return work();
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    onDamage?.(thrown.text);
    return undefined;
  }
}

function agreedOn({ database }: StoreParts): Digest | undefined {
  const row = database.prepare('SELECT layout FROM agreement').get();
  return row === undefined ? undefined : (row as { layout: Digest }).layout;
}

function setAgreed({ database }: StoreParts, digest: Digest): void {
  database.prepare('DELETE FROM agreement').run();
  database.prepare('INSERT INTO agreement (layout) VALUES (?)').run(digest);
}
