/** Tells which files of a place are as an earlier restore point has them, and need not be read again. */

import type { ChunkKeeper } from '../store/chunks.ts';
import { chunksOfFile } from '../tree/content-chunks.ts';
import type { Entry, Stamp } from '../tree/entry.ts';
import { asBuffer, printedPath, sortingKey } from '../tree/path.ts';
import { SortedSpool } from '../tree/sorted-spool.ts';
import { Stepper } from '../tree/stepper.ts';
import type { Placed, TreeReader } from '../tree/tree-reader.ts';
import type { ListedFile } from './host-files.ts';

export interface ComparedFile {
  readonly path: Buffer;
  /** Undefined where it may change again without a trace. */
  readonly stamp: Stamp | undefined;
  readonly isChanged: boolean;
  /** Of a file that has no other name: its size. */
  readonly bytesAlone: number | undefined;
  /** What the earlier restore point has there. */
  readonly earlier: Entry | undefined;
}

export interface Comparison {
  /** Of the earlier restore point; undefined where there is none. */
  readonly base: TreeReader | undefined;
  readonly addition: ChunkKeeper;
  /** Of the laptop, for what does not fit memory. */
  readonly scratch: string;
  /** Seconds of the host's clock when the listing began. */
  readonly since: number;
  readonly stampsTellChanges: boolean;
}

/** A change within the same tick of the clock does not show in a stamp. */
const tickNs = 2_000_000_000n;

/** Every listed file, in the order of a walk. What is unchanged is kept in the store for this addition as well. */
export async function* compareFiles(
  listed: AsyncIterable<ListedFile>,
  comparison: Comparison,
): AsyncGenerator<ComparedFile> {
  const { base, scratch, since, stampsTellChanges } = comparison;
  using spool = new SortedSpool(scratch);
  for await (const file of listed) spool.add(sortingKey(file.name), encode(file));
  const latestNs = BigInt(since) * 1_000_000_000n - tickNs;
  await using known = Stepper.through(base);
  for (const { key, value } of spool.sorted()) {
    const file = decode(value);
    const earlier = stampsTellChanges ? await known.upTo(key) : undefined;
    const isChanged = earlier === undefined || !(await isAsBefore(earlier, file, comparison.addition));
    const stamp = stampsTellChanges && file.stamp.ctimeNs < latestNs ? file.stamp : undefined;
    const bytesAlone = file.isAlone ? file.size : undefined;
    yield { path: file.name, stamp, isChanged, bytesAlone, earlier: earlier?.entry };
  }
}

async function isAsBefore(
  { entry, path }: Placed,
  { stamp, size, kind }: StampedFile,
  addition: ChunkKeeper,
): Promise<boolean> {
  const { stamp: before } = entry;
  if (before?.ctimeNs !== stamp.ctimeNs || before.inode !== stamp.inode || kinds[kind] !== kindOf(entry))
    return false;
  if (entry.kind !== 'file') return true;
  // A file that was mounted by itself is sent in any case, with its place.
  if (path.length === 0 || entry.bytes !== size) return false;
  for await (const id of chunksOfFile(addition, entry)) if (!addition.keep(id)) return false;
  return true;
}

/** A hard link is a file to whoever lists it. */
const kindOf = ({ kind }: Entry): string => (kind === 'hard-link' ? 'file' : kind);

const kinds: Readonly<Record<string, string>> = {
  f: 'file',
  d: 'folder',
  l: 'link',
  p: 'fifo',
  c: 'character',
  b: 'block',
};

interface StampedFile {
  readonly name: Buffer;
  readonly kind: string;
  readonly size: number;
  readonly isAlone: boolean;
  readonly stamp: Stamp;
}

const headBytes = 26;

/** The name stands beside, so that what is changed for sorting need not be changed back. */
function encode({ name, kind, size, names, inode, changed }: ListedFile): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write(kind.charAt(0), 0, 'latin1');
  head.writeBigInt64BE(nanoseconds(changed, name), 1);
  head.writeBigUInt64BE(BigInt.asUintN(64, BigInt(inode)), 9);
  head.writeDoubleBE(size, 17);
  head.writeUInt8(kind === 'f' && names === 1 ? 1 : 0, 25);
  return Buffer.concat([head, name]);
}

function decode(value: Buffer): StampedFile {
  return {
    kind: value.toString('latin1', 0, 1),
    stamp: { ctimeNs: value.readBigInt64BE(1), inode: value.readBigUInt64BE(9) },
    size: value.readDoubleBE(17),
    isAlone: value.readUInt8(25) === 1,
    name: asBuffer(value.subarray(headBytes)),
  };
}

/** `1732219512.1234567890`, as `find` prints it: of the ten digits the last is always 0. */
function nanoseconds(changed: string, name: Buffer): bigint {
  const [, whole = '', fraction = ''] = /^(-?\d+)(?:\.(\d{1,10}))?$/.exec(changed) ?? [];
  if (whole === '')
    throw new SyntaxError(`no time of change for ${printedPath(name)}: ${changed.slice(0, 40)}`);
  return BigInt.asIntN(64, BigInt(whole) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0')));
}
