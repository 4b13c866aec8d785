/** The members of a tar archive, one after the other as they come. */
import type { Attributes } from './entry.ts';
import { ByteReader } from './byte-reader.ts';
import {
  notTar,
  padding,
  parseHeader,
  parsePax,
  type PaxRecords,
  tarBlockBytes,
  type TarHeader,
} from './tar-header.ts';

export interface TarMember extends Attributes {
  /** As the archive has it, `./` and all. */
  readonly path: Buffer;
  readonly kind: 'file' | 'folder' | 'link' | 'hard-link' | 'character' | 'block' | 'fifo';
  readonly target: Buffer;
  readonly major: number;
  readonly minor: number;
  /** Of the file, with its holes. */
  readonly bytes: number;
  /** The data begin with the list of the file's parts: GNU's sparse format 1.0. */
  readonly sparse: boolean;
  /** Of the data in the archive. */
  readonly archived: number;
  /** Where in the archive they begin. */
  readonly offset: number;
  /** They can be read, once, until the next member is asked for; what is not read is skipped. */
  data(): AsyncGenerator<Buffer>;
}

/**
 * Throws 'incomplete' when the archive is cut off or is none. Whoever stops early also stops the source.
 * Global pax headers are passed over: tar's own are comments.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarMember> {
  await using reader = new ByteReader(source);
  for (;;) {
    const found = await nextHeader(reader);
    if (found === null) return await drain(reader);
    const { header, pax } = found;
    const archived = typesWithData.has(header.type) ? numberIn(pax, 'size', header.bytes) : 0;
    let left = archived;
    async function* data(): AsyncGenerator<Buffer> {
      while (left > 0) {
        const part = await reader.some(left);
        if (part === null) throw notTar({ en: 'it ends within a file', zh: '在文件中间结束' });
        left -= part.length;
        yield part;
      }
    }
    const member = memberOf(header, pax, archived, reader.offset, data);
    if (member) yield member;
    await reader.skip(left + padding(archived).length);
  }
}

/** A header with a name may not take more: it is held in memory. */
const maxHeaderBytes = 1024 * 1024;

/** Data follow the headers of files; GNU tar's of a folder in an incremental archive. */
const typesWithData = new Set(['0', '7', 'D', 'S']);

async function nextHeader(reader: ByteReader): Promise<{ header: TarHeader; pax: PaxRecords } | null> {
  let pax: PaxRecords = new Map();
  for (;;) {
    const header = parseHeader(await reader.exactly(tarBlockBytes));
    if (header === null) return null;
    if (!typesBefore.has(header.type)) return { header, pax };
    if (header.bytes > maxHeaderBytes)
      throw notTar({ en: 'a header of more than 1 MiB', zh: '有一个头部超过 1 MiB' });
    const bytes = await reader.exactly(header.bytes);
    await reader.skip(padding(header.bytes).length);
    if (header.type === 'x') pax = new Map([...pax, ...parsePax(bytes)]);
    else if (header.type === 'L') pax.set('path', withoutZeros(bytes));
    else if (header.type === 'K') pax.set('linkpath', withoutZeros(bytes));
  }
}

/** Headers that say more of the one that follows: pax, GNU's long name and long target; and what holds for all, `g`. */
const typesBefore = new Set(['x', 'g', 'L', 'K']);

const kinds: Readonly<Record<string, TarMember['kind']>> = {
  '0': 'file',
  '7': 'file',
  '1': 'hard-link',
  '2': 'link',
  '3': 'character',
  '4': 'block',
  '5': 'folder',
  '6': 'fifo',
};

/** Undefined for what is no file, such as a volume's label. */
function memberOf(
  header: TarHeader,
  pax: PaxRecords,
  archived: number,
  offset: number,
  data: TarMember['data'],
): TarMember | undefined {
  if (header.type === 'S')
    throw notTar({ en: "a sparse file in GNU's old format", zh: '有一个 GNU 旧格式的稀疏文件' });
  let kind = kinds[header.type];
  if (kind === undefined) return undefined;
  const path = pax.get('GNU.sparse.name') ?? pax.get('path') ?? header.path;
  // Archives older than POSIX mark a folder by its name alone.
  if (kind === 'file' && path.at(-1) === 0x2f) kind = 'folder';
  const sparse = pax.has('GNU.sparse.major') || pax.has('GNU.sparse.map') || pax.has('GNU.sparse.numblocks');
  if (sparse && text(pax, 'GNU.sparse.major') !== '1')
    throw notTar({
      en: "a sparse file that is not in GNU's format 1.0",
      zh: '有一个不是 GNU 1.0 格式的稀疏文件',
    });
  return {
    path,
    kind,
    target: pax.get('linkpath') ?? header.target,
    mode: header.mode,
    uid: numberIn(pax, 'uid', header.uid),
    gid: numberIn(pax, 'gid', header.gid),
    mtimeNs: timeIn(pax) ?? BigInt(header.seconds) * 1_000_000_000n,
    major: numberIn(pax, 'SCHILY.devmajor', header.major),
    minor: numberIn(pax, 'SCHILY.devminor', header.minor),
    bytes: sparse ? numberIn(pax, 'GNU.sparse.realsize', archived) : archived,
    sparse,
    archived,
    offset,
    extended: new Map(
      [...pax].filter(([key]) => key.startsWith('SCHILY.xattr.') || key.startsWith('SCHILY.acl.')),
    ),
    data,
  };
}

/** What follows the archive's end is read to its own end, so that whoever sends it can finish. */
async function drain(reader: ByteReader): Promise<void> {
  let part: Buffer | null;
  do part = await reader.some(tarBlockBytes * 128);
  while (part !== null);
}

function text(pax: PaxRecords, key: string): string | undefined {
  return pax.get(key)?.toString('latin1');
}

function numberIn(pax: PaxRecords, key: string, otherwise: number): number {
  const digits = text(pax, key);
  const value = digits === undefined ? otherwise : Number(digits);
  if (!Number.isSafeInteger(value) || value < 0)
    throw notTar({ en: `a ${key} that is no number`, zh: `${key} 不是数字` });
  return value;
}

/** Seconds with as many decimals as there are; below zero before 1970. */
function timeIn(pax: PaxRecords): bigint | undefined {
  const time = text(pax, 'mtime');
  if (time === undefined) return undefined;
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(time);
  if (!parts) throw notTar({ en: 'a time that is none', zh: '有一个时间无效' });
  const [, sign, seconds = '0', decimals = ''] = parts;
  const ns = BigInt(seconds) * 1_000_000_000n + BigInt(decimals.slice(0, 9).padEnd(9, '0'));
  return sign === '-' ? -ns : ns;
}

function withoutZeros(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}
