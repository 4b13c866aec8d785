/** Reads back everything that restore points and images need, and names what is not what it was. */
import type { RestorePointName } from '../restore-point.ts';
import { agree } from './agree.ts';
import { digestOfFile } from './blob-file.ts';
import { StoredBlobs } from './blobs.ts';
import { unlessDamaged } from './failure.ts';
import { type Descriptor, isRestorePoint, refName } from './index-json.ts';
import type { Digest } from './layout.ts';
import { readManifest } from './manifest.ts';
import type { StoreParts } from './parts.ts';
import { unsealDescription } from './sealed-description.ts';

export interface Damage {
  readonly digest: Digest;
  readonly part: 'manifest' | 'description' | 'pack' | 'image';
  readonly problem: 'missing' | 'changed';
  /** Those that need it. */
  readonly restorePoints: readonly RestorePointName[];
  /** Names of the images that need it. */
  readonly images: readonly string[];
}

export interface VerifyReport {
  readonly restorePoints: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly damages: readonly Damage[];
}

export interface VerifyOptions {
  /** Only what these need; everything when absent. */
  readonly names?: readonly RestorePointName[] | undefined;
  readonly onProgress?: ((bytes: number, totalBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Part {
  readonly part: Damage['part'];
  readonly size: number;
  readonly neededBy: Set<string>;
}

/**
 * A blob that is damaged is not relied on any more: the next take writes what was in it anew, and an image's blob is
 * fetched again. One that was, and is whole again, is.
 */
export async function verify(parts: StoreParts, options: VerifyOptions): Promise<VerifyReport> {
  const { names, onProgress, signal } = options;
  const manifests = agree(parts).manifests.filter(
    (manifest) =>
      names === undefined || (isRestorePoint(manifest) && names.some((name) => name === nameIn(manifest))),
  );
  const points = new Set(manifests.filter(isRestorePoint).map(nameIn));
  const all = partsOf(parts, manifests);
  const totalBytes = [...all.values()].reduce((sum, { size }) => sum + size, 0);
  const damages: Damage[] = [];
  let bytes = 0;
  for (const [digest, part] of all) {
    signal?.throwIfAborted();
    const problem = await check(parts, digest, part, (read) => {
      bytes += read;
      onProgress?.(bytes, totalBytes);
    });
    note(parts, digest, part.size, problem);
    if (problem === null) continue;
    const neededBy = [...part.neededBy];
    damages.push({
      ...{ digest, part: part.part, problem },
      restorePoints: neededBy.filter((name): name is RestorePointName => points.has(name)),
      images: neededBy.filter((name) => !points.has(name)),
    });
  }
  return { restorePoints: points.size, blobs: all.size, bytes, damages };
}

/** Every blob, once, and who needs it. What a damaged manifest needs is not known; it is told as damaged itself. */
function partsOf({ layout }: StoreParts, manifests: readonly Descriptor[]): Map<Digest, Part> {
  const all = new Map<Digest, Part>();
  const add = ({ digest, size }: Descriptor, part: Part['part'], neededBy: string) => {
    const known = all.get(digest);
    if (known === undefined) all.set(digest, { part, size, neededBy: new Set([neededBy]) });
    else known.neededBy.add(neededBy);
  };
  const addImage = (image: Descriptor, neededBy: string) => {
    add(image, 'image', neededBy);
    const manifest = unlessDamaged(() => readManifest(layout, image.digest));
    for (const blob of manifest ? [manifest.config, ...manifest.layers] : []) add(blob, 'image', neededBy);
  };
  for (const descriptor of manifests) {
    const name = nameIn(descriptor);
    if (!isRestorePoint(descriptor)) {
      addImage(descriptor, name);
      continue;
    }
    add(descriptor, 'manifest', name);
    const manifest = unlessDamaged(() => readManifest(layout, descriptor.digest));
    if (manifest === null) continue;
    add(manifest.config, 'description', name);
    for (const pack of manifest.layers) add(pack, 'pack', name);
    if (manifest.subject !== undefined) addImage(manifest.subject, name);
  }
  return all;
}

async function check(
  parts: StoreParts,
  digest: Digest,
  { part }: Part,
  onRead: (bytes: number) => void,
): Promise<Damage['problem'] | null> {
  try {
    if ((await digestOfFile(parts.layout.blob(digest), onRead)) !== digest) return 'changed';
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'changed';
  }
  if (part !== 'description') return null;
  const sealed = await new StoredBlobs(parts).read(digest);
  return unlessDamaged(() => unsealDescription(sealed, parts.keys)) === null ? 'changed' : null;
}

function note({ blobs }: StoreParts, digest: Digest, size: number, problem: Damage['problem'] | null): void {
  const state = problem === null ? 'whole' : 'damaged';
  if (blobs.state(digest) !== state) blobs.setState(digest, size, state);
}

/** The name under which `index.json` has it. */
function nameIn({ annotations, digest }: Descriptor): string {
  return annotations?.[refName] ?? digest;
}
