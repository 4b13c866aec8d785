/** What a tree is made of: an entry for each thing that has a name, as the host's file system has it. */
import type { ChunkId } from '../store/chunks.ts';

export interface Attributes {
  /** Permission bits, with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Nanoseconds since 1970. */
  readonly mtimeNs: bigint;
  /**
   * Extended attributes and access lists, by the names that a pax header gives them (`SCHILY.xattr.user.note`,
   * `SCHILY.acl.access`). The names are bytes, one a character.
   */
  readonly extended: ReadonlyMap<string, Buffer>;
  /** How the source had it when it was read: while both are the same there, nothing of it changed. */
  readonly stamp?: Stamp | undefined;
}

export interface Stamp {
  /** Nanoseconds since 1970. */
  readonly ctimeNs: bigint;
  readonly inode: bigint;
}

interface Named extends Attributes {
  /** Bytes: a host's names need not be text. Empty for the root of a tree. */
  readonly name: Buffer;
}

export interface FileEntry extends Named {
  readonly kind: 'file';
  readonly bytes: number;
  readonly content: Content;
}

export interface FolderEntry extends Named {
  readonly kind: 'folder';
  /** The node that lists it; null when it is empty. */
  readonly node: ChunkId | null;
}

export interface LinkEntry extends Named {
  readonly kind: 'link';
  readonly target: Buffer;
}

/** Another name of a file: `target` is that file's path in the same tree. */
export interface HardLinkEntry extends Named {
  readonly kind: 'hard-link';
  readonly target: Buffer;
}

export interface DeviceEntry extends Named {
  readonly kind: 'character' | 'block';
  readonly major: number;
  readonly minor: number;
}

export interface FifoEntry extends Named {
  readonly kind: 'fifo';
}

export type Entry = FileEntry | FolderEntry | LinkEntry | HardLinkEntry | DeviceEntry | FifoEntry;

/** Where the bytes of a file are. */
export type Content = ChunkContent | LayerContent;

/** In chunks of one block each: `blocks.ts` says how they are listed. */
export interface ChunkContent {
  readonly in: 'chunks';
  /** The source keeps no room for some of its pages: those of zeros are left out here, and where it is put back. */
  readonly sparse: boolean;
  /** How many lists lie between `records` and the blocks. */
  readonly depth: number;
  readonly records: Buffer;
}

/** In the tar of an image's layer, uncompressed, from this byte on. */
export interface LayerContent {
  readonly in: 'layer';
  readonly offset: number;
  /** The bytes there begin with the list of the file's parts, in GNU's sparse format 1.0. */
  readonly sparse: boolean;
  /** How many bytes lie there. */
  readonly archived: number;
}

/** An overlay's mark that a name of the layers below is gone. */
export function isWhiteout(entry: Entry): boolean {
  return entry.kind === 'character' && entry.major === 0 && entry.minor === 0;
}

/** An overlay's mark that of this folder nothing in the layers below shows. */
export function isOpaque(entry: Entry): boolean {
  return overlayMarks.some((key) => entry.extended.get(`${key}opaque`)?.toString('latin1') === 'y');
}

/** Where the layers below have this folder, or this file's bytes, under another name; an overlay's own attributes. */
export function overlayMark(entry: Entry, mark: 'redirect' | 'metacopy'): Buffer | undefined {
  for (const key of overlayMarks) {
    const value = entry.extended.get(key + mark);
    if (value !== undefined) return value;
  }
  return undefined;
}

const overlayMarks = ['SCHILY.xattr.trusted.overlay.', 'SCHILY.xattr.user.overlay.'] as const;
