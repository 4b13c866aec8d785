/** All that the processes of a checkpoint have open or mapped, and how one line shows each. */
import type { SocketEnd } from '../sockets.ts';
import type { Images } from './images.ts';
import type { InetSocketFile } from './inet-socket.ts';
import { type OpenFile, readOpenFile } from './open-file.ts';
import type { UnixSocketFile } from './unix-socket.ts';
import { terminalName } from './terminal.ts';

/** Of the descriptors that an epoll watches. */
const maxWatchedShown = 100;

/** Sources: CRIU's images/remap-file-path.proto, images/tty.proto and images/memfd.proto. */
const replacedField = { file: 1 } as const;
const terminalField = { number: 1 } as const;
const memoryFileField = { name: 1, number: 7 } as const;

export class OpenFiles {
  readonly #files: ReadonlyMap<number, OpenFile>;
  /** Files whose names were gone, by the number of the open file. */
  readonly #replaced: ReadonlySet<number>;
  /** By the number that the open file has for it. */
  readonly #terminals: ReadonlyMap<number, string>;
  readonly #memoryFiles: ReadonlyMap<number, string>;
  /** One text for all that share a file. */
  readonly #shown = new Map<number, string>();

  private constructor(
    files: ReadonlyMap<number, OpenFile>,
    replaced: ReadonlySet<number>,
    terminals: ReadonlyMap<number, string>,
    memoryFiles: ReadonlyMap<number, string>,
  ) {
    this.#files = files;
    this.#replaced = replaced;
    this.#terminals = terminals;
    this.#memoryFiles = memoryFiles;
  }

  /** Throws 'store-damaged'. */
  static async read(images: Images): Promise<OpenFiles> {
    const files = new Map<number, OpenFile>();
    const counted = images.counter('files.img');
    for (const entry of await images.entries('files', 'files.img'))
      files.set(...readOpenFile(entry, counted));
    const replaced = new Set<number>();
    for (const entry of await images.entries('replacedPaths', 'remap-fpath.img'))
      replaced.add(
        entry.required(replacedField.file, { en: 'whose name is gone', zh: '哪个文件的名称已不存在' }),
      );
    const terminals = new Map<number, string>();
    for (const entry of await images.entries('terminals', 'tty-info.img'))
      terminals.set(
        entry.required(terminalField.number, { en: 'the number of a terminal', zh: '终端编号' }),
        terminalName(entry),
      );
    const memoryFiles = new Map<number, string>();
    for (const entry of await images.entries('memoryFiles', 'memfd.img'))
      memoryFiles.set(
        entry.required(memoryFileField.number, {
          en: 'the number of a file in memory',
          zh: '内存文件的编号',
        }),
        entry.text(memoryFileField.name) ?? '',
      );
    return new OpenFiles(files, replaced, terminals, memoryFiles);
  }

  /** Undefined if no image describes it. */
  file(id: number): OpenFile | undefined {
    return this.#files.get(id);
  }

  /** Of a file or a folder, as the container sees it; undefined for anything else. */
  path(id: number | undefined): string | undefined {
    const file = id === undefined ? undefined : this.#files.get(id);
    if (id === undefined || file === undefined) return undefined;
    return file.kind === 'file' || file.kind === 'memory-file' ? this.shown(id) : undefined;
  }

  /** One line; where /proc/PID/fd has words for it, those. */
  shown(id: number): string {
    const file = this.#files.get(id);
    if (file === undefined) return 'unknown';
    const shown = this.#shown.get(id) ?? this.#show(id, file);
    this.#shown.set(id, shown);
    return shown;
  }

  #show(id: number, file: OpenFile): string {
    switch (file.kind) {
      case 'file':
        return this.#replaced.has(id) ? `${file.path} (deleted)` : file.path;
      case 'pipe':
        return `pipe:[${file.pipe}]`;
      case 'fifo':
        return this.path(file.file) ?? `pipe:[${file.pipe}]`;
      case 'inet-socket':
        return shownSocket(file);
      case 'unix-socket':
        return shownUnixSocket(file);
      case 'terminal':
        return this.#terminals.get(file.terminal) ?? 'terminal';
      case 'memory-file':
        return `/memfd:${this.#memoryFiles.get(file.inode) ?? ''} (deleted)`;
      case 'tunnel':
        return `tunnel ${file.device}`.trim();
      case 'process':
        return file.pid === undefined ? 'process that has ended' : `process ${file.pid}`;
      case 'epoll':
        return `epoll of ${file.watched.slice(0, maxWatchedShown).join(', ')}`;
      case 'unknown':
        return `kind ${file.type}, which this version does not know`;
      case 'event-counter':
      case 'inotify':
      case 'fanotify':
      case 'signals':
      case 'timer':
      case 'namespace':
      case 'bpf-map':
      case 'external':
      case 'packet-socket':
      case 'netlink-socket':
        return file.kind;
    }
  }
}

function shownUnixSocket({ type, state, name, inode, peer }: UnixSocketFile): string {
  const near = name === '' ? `[${inode}]` : name;
  return `unix ${type} ${state} ${peer === 0 ? near : `${near} -> [${peer}]`}`;
}

const shownEnd = (end: SocketEnd | undefined): string => {
  if (end === undefined) return '*';
  return end.address.includes(':') ? `[${end.address}]:${end.port}` : `${end.address}:${end.port}`;
};

function shownSocket({ protocol, state, local, remote }: InetSocketFile): string {
  const ends = remote === undefined ? shownEnd(local) : `${shownEnd(local)} -> ${shownEnd(remote)}`;
  return `${protocol} ${state} ${ends}`;
}
