/** Archives as they are written: whole or not at all. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type ArchiveEntry,
  jsonEntry,
  measuredEntry,
  refuseExisting,
  writeArchive,
} from '../../../electron/backups/podman/archive-file.ts';

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'shiplock-archive-'));
  out = path.join(folder, 'gauge.tar.zst');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* parts(count: number): AsyncGenerator<Buffer> {
  for (let part = 0; part < count; part += 1) yield Buffer.alloc(100_000, part);
}

async function contents(): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const reader = extract();
  reader.end(zstdDecompressSync(readFileSync(out)));
  for await (const entry of reader) {
    const pieces: Buffer[] = [];
    for await (const piece of entry) pieces.push(piece as Buffer);
    found.set(entry.header.name, Buffer.concat(pieces));
  }
  return found;
}

test('an archive has what it was given, is told of, and is for its owner alone', async () => {
  const written: number[] = [];
  const entries = [jsonEntry('a', { b: 1 }), await measuredEntry('many', () => parts(30))];
  await writeArchive(out, entries, { onBytes: (bytes) => written.push(bytes) });
  const found = await contents();
  expect(found.get('a')?.toString()).toBe('{"b":1}');
  expect(found.get('many')?.length).toBe(3_000_000);
  expect(written.reduce((sum, bytes) => sum + bytes, 0)).toBe(3_000_007);
  expect(statSync(out).mode & 0o777).toBe(0o600);
});

test('one whose reading fails, or that is cancelled, is not there, nor anything of it', async () => {
  const failing: ArchiveEntry = {
    name: 'many',
    bytes: 3_000_000,
    async *content() {
      yield* parts(20);
      throw new Error('a damaged chunk');
    },
  };
  await expect(writeArchive(out, [failing])).rejects.toThrow('a damaged chunk');
  const stop = new AbortController();
  const cancelled = writeArchive(out, [await measuredEntry('many', () => parts(30))], {
    onBytes: () => stop.abort(new Error('as asked')),
    signal: stop.signal,
  });
  await expect(cancelled).rejects.toThrow('as asked');
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that is there is never written over', async () => {
  await writeArchive(out, [jsonEntry('a', 1)]);
  expect(() => refuseExisting(out)).toThrow(expect.objectContaining({ code: 'usage' }));
});
