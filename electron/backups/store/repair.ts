/** After damage was found: whatever of a damaged pack can still be had is brought into whole packs. */
import type { RestorePointName } from '../restore-point.ts';
import { agree } from './agree.ts';
import { asStoreError, isDamage } from './failure.ts';
import type { Digest } from './layout.ts';
import { readSummary } from './manifest.ts';
import { nameInstead, type Replacement, readablePoints } from './name-instead.ts';
import { PackWriter } from './pack-writer.ts';
import type { StoreParts } from './parts.ts';
import { readChunk } from './read-chunk.ts';

export interface RepairReport {
  /** Damaged packs that no restore point needs any more. */
  readonly replaced: readonly Digest[];
  /** Damaged packs that something was lost with, and the restore points that miss it. */
  readonly lost: readonly { readonly pack: Digest; readonly restorePoints: readonly RestorePointName[] }[];
}

/**
 * A chunk of a damaged pack is taken from wherever it is whole: from that pack, when the damage is elsewhere in it, or
 * from another pack, when a take has written it since. Restore points then name those packs instead. For packs that
 * `verify` has found damaged. Throws 'disk-full', 'busy'; then everything is as it was.
 */
export async function repair(parts: StoreParts): Promise<RepairReport> {
  const use = parts.uses.begin('a take');
  try {
    const replacements = new Map<Digest, Replacement>();
    for (const pack of damagedPacks(parts)) replacements.set(pack, await bringOut(parts, pack));
    nameInstead(parts, replacements);
    return report(parts, replacements);
  } catch (thrown) {
    throw asStoreError(thrown, parts.layout.folder);
  } finally {
    parts.uses.end(use);
  }
}

async function bringOut(parts: StoreParts, pack: Digest): Promise<Replacement> {
  const packs = new Set<Digest>();
  using writer = new PackWriter(parts, (digest) => packs.add(digest));
  const ids = parts.blobs.chunksOf(pack);
  let isComplete = ids.length > 0;
  for (const id of ids) {
    const elsewhere = parts.blobs.find(id).find(({ isWhole }) => isWhole);
    if (elsewhere !== undefined) packs.add(elsewhere.pack);
    else {
      const bytes = await readChunk(parts, id).catch((thrown: unknown) => {
        if (!isDamage(thrown)) throw thrown;
        return null;
      });
      if (bytes === null) isComplete = false;
      else {
        while (!writer.hasRoom) await writer.written();
        writer.put(id, bytes);
      }
    }
  }
  await writer.finish();
  return { packs, isComplete };
}

function damagedPacks(parts: StoreParts): Set<Digest> {
  const found = new Set<Digest>();
  for (const { manifest } of readablePoints(parts, agree(parts))) {
    for (const { digest } of manifest.layers) if (parts.blobs.state(digest) === 'damaged') found.add(digest);
  }
  return found;
}

function report(parts: StoreParts, replacements: ReadonlyMap<Digest, Replacement>): RepairReport {
  const points = [...readablePoints(parts, agree(parts))];
  const lost = [...replacements].filter(([, { isComplete }]) => !isComplete);
  return {
    replaced: [...replacements].filter(([, { isComplete }]) => isComplete).map(([pack]) => pack),
    lost: lost.map(([pack]) => ({
      pack,
      restorePoints: points
        .filter(({ manifest }) => manifest.layers.some(({ digest }) => digest === pack))
        .map(({ descriptor, manifest }) => readSummary(manifest, descriptor.digest).name),
    })),
  };
}
