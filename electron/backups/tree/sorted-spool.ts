/**
 * Records that come in any order and leave in the order of their keys, without all of them in memory: what is too much lies in
 * a temporary file, sorted in runs, until the runs are merged. Names of files are nobody's business, so the file is enciphered
 * with a key that only this process has, and gone when it ends.
 */
import {
  type Cipheriv,
  createCipheriv,
  createDecipheriv,
  type Decipheriv,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface SpooledRecord {
  readonly key: Buffer;
  readonly value: Buffer;
}

export class SortedSpool implements Disposable {
  readonly #folder: string;
  readonly #limitBytes: number;
  readonly #runs: Run[] = [];
  #records: SpooledRecord[] = [];
  #recordsBytes = 0;
  #file: { readonly path: string; readonly descriptor: number; end: number } | undefined;

  /** `folder` is where the temporary file lies, if one is needed; past `limitBytes` in memory it is. */
  constructor(folder: string, limitBytes = 24 * 1024 * 1024) {
    this.#folder = folder;
    this.#limitBytes = limitBytes;
  }

  /** Of records with the same key, the one that was added last is kept. */
  add(key: Buffer, value: Buffer): void {
    this.#records.push({ key, value });
    this.#recordsBytes += key.length + value.length + recordCost;
    if (this.#recordsBytes > this.#limitBytes) this.#spill();
  }

  /** All records by their keys' bytes. Nothing may be added any more. */
  *sorted(): Generator<SpooledRecord> {
    const memory = sortedOnce(this.#records)[Symbol.iterator]();
    // Oldest first: where two have a key, the later source's is the newer record.
    const sources = [...this.#runs.map((run) => this.#readRun(run)), memory];
    const heads = sources.map((source) => source.next().value as SpooledRecord | undefined);
    for (;;) {
      let least: SpooledRecord | undefined;
      for (const head of heads) {
        if (head && (!least || Buffer.compare(head.key, least.key) <= 0)) least = head;
      }
      if (!least) return;
      const { key } = least;
      for (const [at, head] of heads.entries()) {
        if (head?.key.equals(key)) heads[at] = sources[at]?.next().value as SpooledRecord | undefined;
      }
      yield least;
    }
  }

  [Symbol.dispose](): void {
    this.#records = [];
    if (!this.#file) return;
    closeSync(this.#file.descriptor);
    rmSync(this.#file.path, { force: true });
    this.#file = undefined;
  }

  #spill(): void {
    const path = join(this.#folder, `sorting-${randomUUID()}.tmp`);
    this.#file ??= { path, descriptor: openSync(path, 'wx+', 0o600), end: 0 };
    const run: Run = { start: this.#file.end, end: 0, key: randomBytes(32), iv: randomBytes(16) };
    const cipher = createCipheriv(algorithm, run.key, run.iv);
    let gathered: Buffer[] = [];
    let gatheredBytes = 0;
    for (const record of sortedOnce(this.#records)) {
      const framed = frame(record);
      gathered.push(framed);
      gatheredBytes += framed.length;
      if (gatheredBytes < writeBytes) continue;
      this.#write(cipher, Buffer.concat(gathered));
      gathered = [];
      gatheredBytes = 0;
    }
    this.#write(cipher, Buffer.concat(gathered));
    run.end = this.#file.end;
    this.#runs.push(run);
    this.#records = [];
    this.#recordsBytes = 0;
  }

  #write(cipher: Cipheriv, plain: Buffer): void {
    if (!this.#file) return;
    const bytes = cipher.update(plain);
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(this.#file.descriptor, bytes, at, bytes.length - at, this.#file.end + at);
    }
    this.#file.end += bytes.length;
  }

  *#readRun(run: Run): Generator<SpooledRecord> {
    const decipher = createDecipheriv(algorithm, run.key, run.iv);
    let at = run.start;
    let plain: Buffer = Buffer.alloc(0);
    for (;;) {
      const record = unframe(plain);
      if (record) {
        yield record;
        plain = plain.subarray(frameHeadBytes + record.key.length + record.value.length);
        continue;
      }
      const more = this.#read(decipher, at, Math.min(readBytes, run.end - at));
      if (more.length === 0) return;
      at += more.length;
      plain = Buffer.concat([plain, more]);
    }
  }

  #read(decipher: Decipheriv, from: number, length: number): Buffer {
    if (!this.#file || length <= 0) return Buffer.alloc(0);
    const bytes = Buffer.alloc(length);
    return decipher.update(bytes.subarray(0, readSync(this.#file.descriptor, bytes, 0, length, from)));
  }
}

interface Run {
  readonly start: number;
  end: number;
  readonly key: Buffer;
  readonly iv: Buffer;
}

const algorithm = 'aes-256-ctr';
const writeBytes = 1024 * 1024;
const readBytes = 64 * 1024;
const frameHeadBytes = 8;
/** What the two buffers and the record cost besides their bytes, roughly. */
const recordCost = 250;

function sortedOnce(records: SpooledRecord[]): SpooledRecord[] {
  records.sort((one, other) => Buffer.compare(one.key, other.key));
  // The sort keeps the order of equal ones, so the last is the newest.
  return records.filter((record, at) => !records[at + 1]?.key.equals(record.key));
}

function frame({ key, value }: SpooledRecord): Buffer {
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUInt32BE(key.length, 0);
  head.writeUInt32BE(value.length, 4);
  return Buffer.concat([head, key, value]);
}

/** The first record, copied; undefined when not all of it is there. */
function unframe(plain: Buffer): SpooledRecord | undefined {
  if (plain.length < frameHeadBytes) return undefined;
  const keyEnd = frameHeadBytes + plain.readUInt32BE(0);
  const end = keyEnd + plain.readUInt32BE(4);
  if (plain.length < end) return undefined;
  return { key: plain.subarray(frameHeadBytes, keyEnd), value: plain.subarray(keyEnd, end) };
}
