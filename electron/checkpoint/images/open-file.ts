/**
 * What a descriptor may stand for: each kind that CRIU knows, as an entry of `files.img`. Processes that share an open file share
 * the entry. Sources: CRIU's images/fdinfo.proto and the files that it includes.
 */
import { type InetSocketFile, readInetSocket } from './inet-socket.ts';
import type { Counted } from './images.ts';
import type { Message } from './message.ts';
import { readUnixSocket, type UnixSocketFile } from './unix-socket.ts';

export type OpenFile =
  /** A file or a folder, or a device by its name. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly access: Access;
      readonly position: number;
      /** Bytes at the time of the checkpoint; undefined if CRIU did not note it. */
      readonly size: number | undefined;
      /** What it is, as stat(2) has it; undefined if CRIU did not note it. */
      readonly mode: number | undefined;
    }
  /** Those with the same number are ends of one pipe. */
  | { readonly kind: 'pipe'; readonly pipe: number; readonly access: Access }
  /** A pipe with a name; `file` is that file's entry. */
  | { readonly kind: 'fifo'; readonly pipe: number; readonly file: number | undefined }
  | InetSocketFile
  | UnixSocketFile
  | { readonly kind: 'packet-socket'; readonly protocol: number; readonly device: number }
  | { readonly kind: 'netlink-socket'; readonly protocol: number }
  | { readonly kind: 'event-counter'; readonly count: number }
  | { readonly kind: 'epoll'; readonly watched: readonly number[] }
  | { readonly kind: 'inotify' | 'fanotify'; readonly watches: number }
  | { readonly kind: 'signals' }
  /** `intervalMs` 0: it goes off once. */
  | { readonly kind: 'timer'; readonly intervalMs: number }
  /** `terminal`: its entry in `tty-info.img`. */
  | { readonly kind: 'terminal'; readonly terminal: number }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'tunnel'; readonly device: string }
  /** A file without a name, in memory; `inode`: its entry in `memfd.img`. */
  | { readonly kind: 'memory-file'; readonly inode: number }
  | { readonly kind: 'bpf-map' }
  /** A process, by its number in the container; undefined for one that has ended. */
  | { readonly kind: 'process'; readonly pid: number | undefined }
  /** One that the runtime gives the container anew. */
  | { readonly kind: 'external' }
  /** `type`: CRIU's number for a kind that this does not know. */
  | { readonly kind: 'unknown'; readonly type: number };

export type Access = 'read' | 'write' | 'read-write' | 'path-only';

const entryField = { type: 1, id: 2 } as const;

/**
 * By CRIU's number of the kind: the field of the entry that has it, and how that is read. Numbers in there are fields of the
 * message that CRIU has for that kind.
 */
const kinds: Readonly<
  Record<number, readonly [field: number, read: (file: Message, counted: Counted) => OpenFile]>
> = {
  1: [3, readRegularFile],
  2: [18, (file) => ({ kind: 'pipe', pipe: file.number(2) ?? 0, access: accessOf(file.number(3)) })],
  3: [17, (file) => ({ kind: 'fifo', pipe: file.number(2) ?? 0, file: file.number(3) })],
  4: [4, readInetSocket],
  5: [16, readUnixSocket],
  6: [8, (file) => ({ kind: 'event-counter', count: file.number(4) ?? 0 })],
  7: [9, readEpoll],
  8: [13, (file) => ({ kind: 'inotify', watches: file.count(5) })],
  9: [10, () => ({ kind: 'signals' })],
  10: [6, (file) => ({ kind: 'packet-socket', protocol: file.number(3) ?? 0, device: file.number(5) ?? 0 })],
  11: [19, (file) => ({ kind: 'terminal', terminal: file.number(2) ?? 0 })],
  12: [14, (file) => ({ kind: 'fanotify', watches: file.count(6) })],
  13: [7, (file) => ({ kind: 'netlink-socket', protocol: file.number(3) ?? 0 })],
  14: [5, () => ({ kind: 'namespace' })],
  15: [11, (file) => ({ kind: 'tunnel', device: file.text(2) ?? '' })],
  16: [15, () => ({ kind: 'external' })],
  17: [12, readTimer],
  18: [20, (file) => ({ kind: 'memory-file', inode: file.number(5) ?? 0 })],
  19: [21, () => ({ kind: 'bpf-map' })],
  20: [22, readProcess],
};

/** By the number that descriptors call it by. One of an unknown kind is shown as such. */
export function readOpenFile(entry: Message, counted: Counted): readonly [id: number, file: OpenFile] {
  const id = entry.required(entryField.id, { en: 'the number of an open file', zh: '打开文件的编号' });
  const type = entry.required(entryField.type, { en: 'the kind of an open file', zh: '打开文件的类型' });
  const [field, read] = kinds[type] ?? [];
  const file = field === undefined ? undefined : entry.message(field);
  return [id, file === undefined || read === undefined ? { kind: 'unknown', type } : read(file, counted)];
}

function readRegularFile(file: Message): OpenFile {
  return {
    kind: 'file',
    path: file.text(6) ?? '',
    access: accessOf(file.number(2)),
    position: file.number(3) ?? 0,
    size: file.number(8),
    mode: file.number(10),
  };
}

function readEpoll(file: Message, counted: Counted): OpenFile {
  return { kind: 'epoll', watched: Array.from(counted(file.messages(4)), (each) => each.number(2) ?? 0) };
}

function readTimer(file: Message): OpenFile {
  const [seconds, nanoseconds] = [file.number(9) ?? 0, file.number(10) ?? 0];
  return { kind: 'timer', intervalMs: seconds * 1000 + nanoseconds / 1e6 };
}

function readProcess(file: Message): OpenFile {
  // A number below 0, which is one of 64 bits here, stands for one that has ended.
  const pid = file.number(4) ?? 0;
  return { kind: 'process', pid: Number.isSafeInteger(pid) ? pid : undefined };
}

/** Of open(2)'s flags: O_ACCMODE and O_PATH. */
function accessOf(flags = 0): Access {
  if (flags & 0o10000000) return 'path-only';
  return (['read', 'write', 'read-write', 'read-write'] as const)[flags & 3] ?? 'read';
}
