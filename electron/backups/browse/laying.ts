/** Lays files that show in a view out on the laptop's disk, one after the other. */
import { chmod, lutimes, mkdir, open, symlink, utimes } from 'node:fs/promises';
import type { BothLanguages } from '../../../shared/words.ts';
import { isWhiteout } from '../tree/entry.ts';
import { namesOf, printedPath } from '../tree/path.ts';
import { isZero } from '../tree/zeros.ts';
import { nameHere, type Platform } from './names-here.ts';
import type { Seen, View } from './view.ts';

export interface Extracted {
  /** Files, links and folders that are there. */
  readonly files: number;
  readonly bytes: number;
  /** How many are not as the container had them, and the first thousand. */
  readonly remarkCount: number;
  readonly remarks: readonly Remark[];
}

/** Something is not there as the container had it: it is left out, or under another name. */
export interface Remark {
  /** As the container had it. */
  readonly path: string;
  readonly isLeftOut: boolean;
  readonly why: BothLanguages;
}

export interface LayingOptions {
  readonly platform: Platform;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

export class Laying {
  readonly #view: View;
  readonly #options: LayingOptions;
  /** The folders on the way to where we are; their times are set when all is in them. */
  readonly #open: { readonly seen: Seen; readonly place: Buffer | null }[] = [];
  readonly #remarks: Remark[] = [];
  #remarkCount = 0;
  #files = 0;
  #bytes = 0;

  constructor(view: View, options: LayingOptions) {
    this.#view = view;
    this.#options = options;
  }

  get extracted(): Extracted {
    return { files: this.#files, bytes: this.#bytes, remarkCount: this.#remarkCount, remarks: this.#remarks };
  }

  /** Throws what Node throws for the disk. What was laid until then stays. */
  async lay(from: Seen, out: string): Promise<void> {
    const depth = namesOf(from.path).length;
    for await (const seen of this.#view.walk(from)) {
      this.#options.signal?.throwIfAborted();
      const below = namesOf(seen.path).length - depth;
      await this.#leaveTo(below);
      const place = below === 0 ? Buffer.from(out) : this.#placeOf(seen);
      const isThere = place !== null && (await this.#put(seen, place));
      if (isThere) this.#files += 1;
      if (seen.entry.kind === 'folder') this.#open.push({ seen, place: isThere ? place : null });
    }
    await this.#leaveTo(0);
  }

  /** Null in a folder that is left out. */
  #placeOf(seen: Seen): Buffer | null {
    const folder = this.#open.at(-1)?.place;
    if (!folder) return null;
    const { name, why } = nameHere(seen.entry.name, this.#options.platform);
    if (why) {
      const here = name.toString();
      this.#remark(seen, false, {
        en: `It is called ${here} here: ${why.en}.`,
        zh: `它在这里名为 ${here}：${why.zh}。`,
      });
    }
    return Buffer.concat([folder, Buffer.from('/'), name]);
  }

  async #put(seen: Seen, place: Buffer): Promise<boolean> {
    const { entry } = seen;
    const leftOut = isWhiteout(entry) ? marksRemoved : notForLaptop[entry.kind];
    if (leftOut) return this.#remark(seen, true, leftOut);
    try {
      if (entry.kind === 'folder') await mkdir(this.#path(place), { mode: 0o700 });
      else if (entry.kind === 'link') await this.#putLink(seen, entry.target, place);
      else await this.#putFile(seen, place);
      return true;
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
      // Names that the laptop cannot tell apart: nothing of the first is ever written over, or through it if it is a link.
      if (code === 'EEXIST')
        return this.#remark(seen, true, {
          en: 'The laptop takes its name for that of another file there.',
          zh: '本机把它的名称当成了那里另一个文件的名称。',
        });
      if (code === 'EPERM' && entry.kind === 'link')
        return this.#remark(seen, true, {
          en: 'The laptop lets you make no links.',
          zh: '本机不允许您创建链接。',
        });
      throw thrown;
    }
  }

  async #putLink(seen: Seen, target: Buffer, place: Buffer): Promise<void> {
    const path = this.#path(place);
    await symlink(this.#path(target), path);
    const time = secondsOf(seen);
    await lutimes(path, time, time);
  }

  async #putFile(seen: Seen, place: Buffer): Promise<void> {
    const { entry } = await this.#view.linkedFile(seen);
    await using file = await open(this.#path(place), 'wx', 0o600);
    const isSparse = entry.kind === 'file' && entry.content.sparse;
    let at = 0;
    for await (const data of this.#view.bytes(seen)) {
      this.#options.signal?.throwIfAborted();
      if (!isSparse || !isZero(data)) await writeAll(file, data, at);
      at += data.length;
      this.#bytes += data.length;
      this.#options.onBytes?.(data.length);
    }
    if (isSparse) await file.truncate(at);
    await file.chmod((entry.mode & 0o777) | 0o600);
    await file.utimes(secondsOf(seen), secondsOf(seen));
  }

  async #leaveTo(depth: number): Promise<void> {
    while (this.#open.length > depth) {
      const { seen, place } = this.#open.pop() ?? {};
      if (!seen || !place) continue;
      await chmod(this.#path(place), (seen.entry.mode & 0o777) | 0o700);
      await utimes(this.#path(place), secondsOf(seen), secondsOf(seen));
    }
  }

  #remark(seen: Seen, isLeftOut: boolean, why: BothLanguages): false {
    this.#remarkCount += 1;
    if (this.#remarks.length < remarksKept)
      this.#remarks.push({ path: printedPath(seen.path), isLeftOut, why });
    return false;
  }

  /** Only on Linux are names bytes; elsewhere Node makes long paths possible for text alone. */
  #path(bytes: Buffer): Buffer | string {
    return this.#options.platform === 'linux' ? bytes : bytes.toString();
  }
}

const remarksKept = 1000;

const marksRemoved = {
  en: 'It marks a file of the image as removed.',
  zh: '它标记镜像中的一个文件已删除。',
};
const notForLaptop: Readonly<Record<string, BothLanguages>> = {
  fifo: { en: 'It is a pipe between programs.', zh: '它是程序之间的管道。' },
  character: { en: 'It is a device.', zh: '它是设备。' },
  block: { en: 'It is a device.', zh: '它是设备。' },
};

function secondsOf({ entry }: Seen): number {
  return Number(entry.mtimeNs) / 1e9;
}

async function writeAll(file: { write: FileWrite }, data: Buffer, position: number): Promise<void> {
  for (let at = 0; at < data.length; ) {
    at += (await file.write(data, at, data.length - at, position + at)).bytesWritten;
  }
}

type FileWrite = (
  data: Buffer,
  from: number,
  count: number,
  position: number,
) => Promise<{ bytesWritten: number }>;
