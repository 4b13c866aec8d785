/**
 * Records that come in any order and leave in the order of their keys, without all of them in memory: what is too much lies in
 * a temporary file, in sorted runs, until the runs are merged. Names of files are nobody's business, so the file is enciphered
 * with keys that only this process has.
 */
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ShiplockError } from '../../../shared/errors.ts';
import { merged } from './merged.ts';

export interface SpooledRecord {
  readonly key: Buffer;
  readonly value: Buffer;
}

export class SortedSpool implements Disposable {
  readonly #folder: string;
  readonly #limitBytes: number;
  readonly #runs: Run[] = [];
  /** Framed records one after the other, as they came. */
  #held: Buffer = Buffer.alloc(0);
  #heldBytes = 0;
  #starts: number[] = [];
  #file: { readonly path: string; readonly descriptor: number; end: number } | undefined;

  /** `folder` is where the temporary file lies, if one is needed: when there is more than `limitBytes`. */
  constructor(folder: string, limitBytes = 8 * 1024 * 1024) {
    this.#folder = folder;
    this.#limitBytes = limitBytes;
  }

  /** Of records with the same key, the one that was added last is kept. Both buffers are copied. Throws 'disk-full'. */
  add(key: Buffer, value: Buffer): void {
    const bytes = headBytes + key.length + value.length;
    if (this.#heldBytes > 0 && this.#heldBytes + bytes > this.#limitBytes) this.#spill();
    this.#makeRoom(bytes);
    const start = this.#heldBytes;
    this.#held.writeUInt32BE(key.length, start);
    this.#held.writeUInt32BE(value.length, start + 4);
    this.#held.set(key, start + headBytes);
    this.#held.set(value, start + headBytes + key.length);
    this.#starts.push(start);
    this.#heldBytes += bytes;
  }

  /** All records by their keys' bytes. Nothing may be added any more. */
  *sorted(): Generator<SpooledRecord> {
    const runs = this.#runs.map((run) => this.#recordsOf(run));
    let last: Buffer | undefined;
    // Newest first: of records with the same key, the first that comes is the last that was added.
    for (const record of merged([this.#heldRecords(), ...runs.reverse()], byKey)) {
      if (last?.equals(record.key)) continue;
      last = record.key;
      yield record;
    }
  }

  [Symbol.dispose](): void {
    this.#held = Buffer.alloc(0);
    if (!this.#file) return;
    closeSync(this.#file.descriptor);
    rmSync(this.#file.path, { force: true });
    this.#file = undefined;
  }

  #makeRoom(bytes: number): void {
    if (this.#heldBytes + bytes <= this.#held.length) return;
    const larger = Buffer.allocUnsafe(Math.max(64 * 1024, this.#held.length * 2, this.#heldBytes + bytes));
    this.#held.copy(larger, 0, 0, this.#heldBytes);
    this.#held = larger;
  }

  #sortHeld(): void {
    const held = this.#held;
    this.#starts.sort((one, other) => {
      const oneEnd = one + headBytes + held.readUInt32BE(one);
      const otherEnd = other + headBytes + held.readUInt32BE(other);
      return held.compare(held, other + headBytes, otherEnd, one + headBytes, oneEnd) || other - one;
    });
  }

  *#heldRecords(): Generator<SpooledRecord> {
    this.#sortHeld();
    for (const start of this.#starts) {
      const record = recordAt(this.#held, start);
      if (record) yield record;
    }
  }

  #spill(): void {
    this.#sortHeld();
    const path = join(this.#folder, `sorting-${randomUUID()}.tmp`);
    this.#file ??= { path, descriptor: openSync(path, 'wx+', 0o600), end: 0 };
    const start = this.#file.end;
    const run: Run = { start, bytes: this.#heldBytes, key: randomBytes(32), iv: randomBytes(16) };
    const cipher = createCipheriv(algorithm, run.key, run.iv);
    let gathered: Buffer[] = [];
    let gatheredBytes = 0;
    for (const at of this.#starts) {
      const framed = this.#held.subarray(at, endOf(this.#held, at));
      gathered.push(framed);
      gatheredBytes += framed.length;
      if (gatheredBytes < pieceBytes) continue;
      this.#write(cipher.update(Buffer.concat(gathered)));
      gathered = [];
      gatheredBytes = 0;
    }
    this.#write(cipher.update(Buffer.concat(gathered)));
    this.#runs.push(run);
    this.#starts = [];
    this.#heldBytes = 0;
  }

  #write(bytes: Buffer): void {
    if (!this.#file) return;
    try {
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(this.#file.descriptor, bytes, at, bytes.length - at, this.#file.end + at);
      }
    } catch (thrown) {
      throw isFull(thrown) ? noRoom(this.#folder, thrown) : thrown;
    }
    this.#file.end += bytes.length;
  }

  *#recordsOf({ start, bytes, key, iv }: Run): Generator<SpooledRecord> {
    const decipher = createDecipheriv(algorithm, key, iv);
    let plain: Buffer = Buffer.alloc(0);
    for (let read = 0; read < bytes; ) {
      const part = Buffer.allocUnsafe(Math.min(pieceBytes, bytes - read));
      if (!this.#file || readSync(this.#file.descriptor, part, 0, part.length, start + read) < part.length) {
        throw new Error('a file for sorting was cut off');
      }
      read += part.length;
      plain = Buffer.concat([plain, decipher.update(part)]);
      let at = 0;
      for (let record = recordAt(plain, at); record; record = recordAt(plain, at)) {
        yield record;
        at = endOf(plain, at);
      }
      plain = plain.subarray(at);
    }
  }
}

interface Run {
  readonly start: number;
  readonly bytes: number;
  readonly key: Buffer;
  readonly iv: Buffer;
}

const algorithm = 'aes-256-ctr';
/** So much of a run is written or read at once. */
const pieceBytes = 64 * 1024;
/** The lengths of key and value. */
const headBytes = 8;

function isFull(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT')
  );
}

function noRoom(folder: string, cause: unknown): ShiplockError {
  return new ShiplockError(
    'disk-full',
    {
      en: `There is no room in ${folder} to sort a long list of files.`,
      zh: `${folder} 中没有空间为很长的文件列表排序。`,
    },
    {
      state: {
        en: 'The restore point was not made. Those that there are were not touched.',
        zh: '没有创建还原点。已有的还原点未受影响。',
      },
      remedy: {
        en: 'Make room on that disk: about 200 bytes for each file, for as long as it takes.',
        zh: '请在该磁盘上腾出空间：期间每个文件约需 200 字节。',
      },
      cause,
    },
  );
}

function byKey(one: SpooledRecord, other: SpooledRecord): number {
  return Buffer.compare(one.key, other.key);
}

function endOf(bytes: Buffer, start: number): number {
  return start + headBytes + bytes.readUInt32BE(start) + bytes.readUInt32BE(start + 4);
}

/** Undefined when not all of it is there. */
function recordAt(bytes: Buffer, start: number): SpooledRecord | undefined {
  if (start + headBytes > bytes.length) return undefined;
  const keyEnd = start + headBytes + bytes.readUInt32BE(start);
  const end = endOf(bytes, start);
  if (end > bytes.length) return undefined;
  return { key: bytes.subarray(start + headBytes, keyEnd), value: bytes.subarray(keyEnd, end) };
}
