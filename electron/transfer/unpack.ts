/** A tar stream from the laptop, unpacked on a host and proved. */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import { en, zh } from '../../shared/words.ts';
import { type Poured, type PourRequest, pour } from './pour.ts';

const script = readFileSync(new URL('./unpack.sh', import.meta.url), 'utf8');

export interface UnpackRequest extends Omit<PourRequest, 'command'> {
  readonly kind: 'folder' | 'file';
  /** A folder is made if it is missing, and emptied before. */
  readonly path: string;
  /** A folder on the host for what passes. */
  readonly work: string;
}

/** Where a file is unpacked before it takes its place; it is gone afterwards, unless the host lost its power meanwhile. */
export const passingFolder = (file: string): string => `${file}.shiplock-arriving`;

/**
 * When this resolves, the host has unpacked every byte that was sent, and it is on its disk. Throws what `pour` throws, and
 * 'incomplete' when what arrived is not what was sent. Safe to repeat.
 */
export async function unpack({ kind, path, work, ...request }: UnpackRequest): Promise<Poured> {
  const command = ['sh', '-c', script, 'unpack', kind, path, work, passingFolder(path)];
  const poured = await pour({ ...request, command });
  const { stdout, sha256 } = poured;
  if (stdout.trim() === sha256) return poured;
  const host = request.session.host.name;
  const text = {
    en: en`Not everything of ${request.what} arrived on ${host}.`,
    zh: zh`没有全部送达 ${host}：${request.what}。`,
  };
  throw new ShiplockError('incomplete', text, {
    remedy: {
      en: `Try again; if it happens again, check the disk and the memory of ${host}.`,
      zh: `请重试；如果再次发生，请检查 ${host} 的磁盘和内存。`,
    },
    details: `sent ${sha256}, arrived ${stdout.slice(0, 200)}`,
  });
}
