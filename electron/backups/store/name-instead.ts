/** Lets restore points name other packs than before: their manifests change with that, and their names stay. */
import { agree, changeContents } from './agree.ts';
import { nameBlob, receiveBytes } from './blob-file.ts';
import { unlessDamaged } from './failure.ts';
import { type Contents, type Descriptor, isRestorePoint } from './index-json.ts';
import type { Digest } from './layout.ts';
import { type Manifest, packType, readManifest, readSummary } from './manifest.ts';
import type { StoreParts } from './parts.ts';

/** What stands for a pack. */
export interface Replacement {
  readonly packs: ReadonlySet<Digest>;
  /** Else the pack itself is still needed besides. */
  readonly isComplete: boolean;
}

export interface ReadablePoint {
  readonly descriptor: Descriptor;
  readonly manifest: Manifest;
}

/**
 * All of them at once. `isMeant` tells by a manifest's digest whether it is to be changed. Throws 'disk-full' and
 * 'busy'.
 */
export function nameInstead(
  parts: StoreParts,
  replacements: ReadonlyMap<Digest, Replacement>,
  isMeant: (manifest: Digest) => boolean = () => true,
): void {
  parts.database.write(() => {
    const contents = agree(parts);
    const changed = new Map<Digest, Descriptor>();
    for (const { descriptor, manifest } of readablePoints(parts, contents)) {
      const isConcerned = manifest.layers.some(({ digest }) => replacements.has(digest));
      if (!isConcerned || !isMeant(descriptor.digest)) continue;
      const next = { ...manifest, layers: layersInstead(parts, manifest, replacements) };
      const unnamed = receiveBytes(parts.layout, Buffer.from(JSON.stringify(next)));
      nameBlob(parts.layout, unnamed);
      parts.blobs.put(unnamed.digest, unnamed.size);
      parts.points.put(readSummary(next, unnamed.digest));
      changed.set(descriptor.digest, { ...descriptor, digest: unnamed.digest, size: unnamed.size });
    }
    if (changed.size === 0) return;
    const manifests = contents.manifests.map((descriptor) => changed.get(descriptor.digest) ?? descriptor);
    changeContents(parts, { ...contents, manifests });
  });
}

/** Restore points whose manifest can be read. */
export function* readablePoints({ layout }: StoreParts, { manifests }: Contents): Generator<ReadablePoint> {
  for (const descriptor of manifests.filter(isRestorePoint)) {
    const manifest = unlessDamaged(() => readManifest(layout, descriptor.digest));
    if (manifest !== null) yield { descriptor, manifest };
  }
}

function layersInstead(
  parts: StoreParts,
  { layers }: Manifest,
  replacements: ReadonlyMap<Digest, Replacement>,
): Descriptor[] {
  const next = new Map<Digest, Descriptor>();
  for (const layer of layers) {
    const replacement = replacements.get(layer.digest);
    if (replacement === undefined || !replacement.isComplete) next.set(layer.digest, layer);
    for (const digest of replacement?.packs ?? []) {
      next.set(digest, { mediaType: packType, digest, size: parts.blobs.size(digest) ?? 0 });
    }
  }
  return [...next.values()];
}
