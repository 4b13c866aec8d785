/** Brings a file or a folder of a restore point to the laptop. */
import { randomUUID } from 'node:crypto';
import { lstat, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ShiplockError } from '../../../shared/errors.ts';
import { type Extracted, Laying } from './laying.ts';
import type { Platform } from './names-here.ts';
import type { Seen, View } from './view.ts';

export type { Extracted, Remark } from './laying.ts';

export interface ExtractOptions {
  /** The laptop's; by default that of this process. */
  readonly platform?: Platform | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes that were written, while they are. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Puts what shows at `from`, and all below it, at `out`, where nothing may be yet; it is there when all of it is. Reads of the
 * store just these files. Times and permissions are kept, though whoever brings it may always read and change it; owners,
 * attributes and devices are not, since the laptop is another machine. Links are links; another name of a file is a copy.
 * Throws 'usage' when `out` exists or cannot be written, 'disk-full', or what reading throws: then nothing is left there.
 */
export async function extract(
  view: View,
  from: Seen,
  out: string,
  { platform = platformHere(), signal, onBytes }: ExtractOptions = {},
): Promise<Extracted> {
  if (await exists(out)) {
    throw new ShiplockError(
      'usage',
      { en: `${out} exists already.`, zh: `${out} 已存在。` },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: 'Name another place, or remove it first.', zh: '请换一个位置，或先将其删除。' },
      },
    );
  }
  const unfinished = join(dirname(out), `.${basename(out)}.${randomUUID()}.part`);
  const laying = new Laying(view, { platform, signal, onBytes });
  try {
    await laying.lay(from, unfinished);
    await rename(unfinished, out);
    return laying.extracted;
  } catch (thrown) {
    await rm(unfinished, { recursive: true, force: true });
    throw isOfLaptop(thrown) ? notWritten(out, thrown) : thrown;
  }
}

function platformHere(): Platform {
  return process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (isOfLaptop(thrown) && thrown.code === 'ENOENT') return false;
    throw isOfLaptop(thrown) ? notWritten(path, thrown) : thrown;
  }
}

function isOfLaptop(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'syscall' in thrown;
}

function notWritten(out: string, cause: NodeJS.ErrnoException): ShiplockError {
  const isFull = cause.code === 'ENOSPC' || cause.code === 'EDQUOT';
  return new ShiplockError(
    isFull ? 'disk-full' : 'usage',
    { en: `${out} could not be written: ${cause.message}`, zh: `无法写入 ${out}：${cause.message}` },
    {
      state: {
        en: 'Nothing was left there. The restore point is as it was.',
        zh: '没有在那里留下任何内容。还原点一切照旧。',
      },
      remedy: isFull
        ? {
            en: 'Make room on the laptop, or name a place on another disk.',
            zh: '请在本机上腾出空间，或换到另一块磁盘上。',
          }
        : { en: 'Name a place that can be written to.', zh: '请指定一个可写入的位置。' },
      cause,
    },
  );
}
