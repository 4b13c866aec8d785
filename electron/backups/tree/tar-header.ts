/**
 * A tar header in bytes: POSIX ustar with pax records, and what GNU tar writes in its own format for long names and large
 * numbers. tar-stream turns pax values into text, which spoils binary attributes (file capabilities) and names.
 */
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';
import { asBuffer } from './path.ts';
import { isZero } from './zeros.ts';

export const tarBlockBytes = 512;

/** As the header says it, before pax records have their say. */
export interface TarHeader {
  readonly path: Buffer;
  readonly target: Buffer;
  /** `0` is a file, `5` a folder, and so on: see POSIX, pax. */
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly seconds: number;
  /** Of the data that follow. */
  readonly bytes: number;
  readonly major: number;
  readonly minor: number;
}

/** Pax records: keys and values as bytes, one a character in a key. */
export type PaxRecords = Map<string, Buffer>;

/** Null for a block of zeros: the archive's end. Throws 'incomplete' for what is no header. */
export function parseHeader(block: Buffer): TarHeader | null {
  if (isZero(block)) return null;
  if (checksum(block) !== numberAt(block, 148, 8))
    throw notTar({ en: 'a header whose checksum is wrong', zh: '有一个头部校验和不对' });
  const isUstar = block.subarray(257, 263).equals(ustarMagic);
  const prefix = isUstar ? textAt(block, 345, 155) : Buffer.alloc(0);
  const name = textAt(block, 0, 100);
  return {
    path: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : Buffer.from(name),
    target: Buffer.from(textAt(block, 157, 100)),
    type: String.fromCharCode(block[156] || 0x30),
    mode: numberAt(block, 100, 8) & 0o7777,
    uid: numberAt(block, 108, 8),
    gid: numberAt(block, 116, 8),
    bytes: numberAt(block, 124, 12),
    seconds: numberAt(block, 136, 12),
    major: numberAt(block, 329, 8),
    minor: numberAt(block, 337, 8),
  };
}

/** What does not fit its field is left out of it: it is for the caller to say it in pax records. */
export function formatHeader(header: TarHeader): Buffer {
  const block = Buffer.alloc(tarBlockBytes);
  header.path.copy(block, 0, 0, 100);
  header.target.copy(block, 157, 0, 100);
  block.write(header.type, 156, 'latin1');
  writeNumber(block, 100, 8, header.mode);
  writeNumber(block, 108, 8, header.uid);
  writeNumber(block, 116, 8, header.gid);
  writeNumber(block, 124, 12, header.bytes);
  writeNumber(block, 136, 12, header.seconds);
  block.write('ustar\u000000', 257, 'latin1');
  writeNumber(block, 329, 8, header.major);
  writeNumber(block, 337, 8, header.minor);
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
  return block;
}

/** The largest number that a field of so many bytes holds, in octal with a zero byte at its end. */
export function fitsField(value: number, fieldBytes: 8 | 12): boolean {
  return value >= 0 && value < 8 ** (fieldBytes - 1);
}

/** Throws 'incomplete' when they are not in the form `length key=value`. */
export function parsePax(bytes: Buffer): PaxRecords {
  const records: PaxRecords = new Map();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.toString('latin1', at, space));
    const equals = bytes.indexOf(0x3d, space);
    const end = at + length;
    if (
      space === -1 ||
      !Number.isSafeInteger(length) ||
      equals === -1 ||
      equals >= end ||
      end > bytes.length
    ) {
      throw notTar({ en: 'a pax record that is none', zh: '有一条 pax 记录无效' });
    }
    records.set(bytes.toString('latin1', space + 1, equals), bytes.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}

export function formatPax(records: PaxRecords): Buffer {
  return Buffer.concat(
    [...records].map(([key, value]) => formatRecord(Buffer.from(`${key}=`, 'latin1'), value)),
  );
}

/** Zeros that fill the last block up. */
export function padding(bytes: number): Buffer {
  return zeroBlock.subarray(0, (tarBlockBytes - (bytes % tarBlockBytes)) % tarBlockBytes);
}

export function notTar(why: BothLanguages): ShiplockError {
  return new ShiplockError(
    'incomplete',
    {
      en: `An archive cannot be read: ${why.en}.`,
      zh: `归档无法读取：${why.zh}。`,
    },
    {
      state: { en: 'What was read of it is not used.', zh: '已读取的部分不会使用。' },
      remedy: {
        en: 'Make it again; GNU tar, `--format=posix`, is read best.',
        zh: '请重新生成；最适合读取的是 GNU tar 的 `--format=posix`。',
      },
    },
  );
}

const zeroBlock = Buffer.alloc(tarBlockBytes);
const ustarMagic = Buffer.from('ustar\0', 'latin1');

/** A record's length counts its own digits. */
function formatRecord(key: Buffer, value: Buffer): Buffer {
  const rest = key.length + value.length + 2;
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return Buffer.concat([Buffer.from(`${length} `, 'latin1'), key, value, Buffer.from('\n')]);
}

/** The sum of all bytes, those of the sum itself taken as spaces. */
function checksum(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < tarBlockBytes; at++) {
    if (at < 148 || at >= 156) sum += block[at] ?? 0;
  }
  return sum;
}

function textAt(block: Buffer, at: number, length: number): Buffer {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return asBuffer(end === -1 ? field : field.subarray(0, end));
}

/** Octal digits or, with the first bit set, GNU's binary of 64 bits. */
function numberAt(block: Buffer, at: number, length: number): number {
  if ((block[at] ?? 0) & 0x80) {
    // The first byte is the mark, in a field of 8 bytes one of the last 8.
    return Number(BigInt.asIntN(length === 8 ? 56 : 64, block.readBigUInt64BE(at + length - 8)));
  }
  const digits = textAt(block, at, length).toString('latin1').trim();
  const value = digits === '' ? 0 : Number.parseInt(digits, 8);
  if (!/^[0-7]*$/.test(digits))
    throw notTar({ en: 'a header with a number that is none', zh: '有一个头部中的数字无效' });
  return value;
}

function writeNumber(block: Buffer, at: number, length: 8 | 12, value: number): void {
  const digits = fitsField(value, length) ? value.toString(8) : '0';
  block.write(`${digits.padStart(length - 1, '0')}\u0000`, at, 'latin1');
}
