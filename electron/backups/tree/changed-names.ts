/** What of a host's files an earlier restore point does not have: told by their stamps, without reading a file. */
import type { Entry, Stamp } from './entry.ts';
import { decodeStamp, encodeStamp } from './entry-bytes.ts';
import { pathOfKey, sortingKey } from './path.ts';
import { SortedSpool } from './sorted-spool.ts';
import { Stepper } from './stepper.ts';
import type { TreeReader } from './tree-reader.ts';

export interface ListedName {
  readonly path: Buffer;
  readonly stamp: Stamp;
}

export interface ChangedName extends ListedName {
  /** What the earlier tree has under the name; undefined when it is new. */
  readonly earlier: Entry | undefined;
}

/**
 * The names whose stamp is not that of the earlier tree, or all when there is none, in the order of a walk: in that order an
 * archive has a file before its other names. The listing may come in any order; `scratch` is where it lies if it is long.
 * Throws 'disk-full' when it does not fit there.
 */
export async function* changedNames(
  listed: AsyncIterable<ListedName>,
  earlier: TreeReader | undefined,
  scratch: string,
): AsyncGenerator<ChangedName> {
  using names = new SortedSpool(scratch);
  for await (const { path, stamp } of listed) names.add(sortingKey(path), encodeStamp(stamp));
  await using known = Stepper.through(earlier);
  for (const { key, value } of names.sorted()) {
    const entry = (await known.upTo(key))?.entry;
    const stamp = decodeStamp(value);
    if (entry?.stamp && entry.stamp.ctimeNs === stamp.ctimeNs && entry.stamp.inode === stamp.inode) continue;
    yield { path: pathOfKey(key), stamp, earlier: entry };
  }
}
