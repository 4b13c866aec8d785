/** What a tree of very many files costs to make, to open and to bring up to date: `npm run bench:tree`. */
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { diffTrees } from '../../electron/backups/browse/diff.ts';
import type { ChunkId, ChunkWriter } from '../../electron/backups/store/chunks.ts';
import { TreeAssembly } from '../../electron/backups/tree/assembly.ts';
import type { Entry } from '../../electron/backups/tree/entry.ts';
import { pageOf, TreeReader } from '../../electron/backups/tree/tree-reader.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1000000' },
    /** In how many folders they lie. */
    folders: { type: 'string', default: '1' },
  },
});
const files = Number(values.files);
const folders = Number(values.folders);

/** Chunks one after the other in a file, as they are. */
class FileChunks implements ChunkWriter, Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'shiplock-bench-'));
  readonly #file = openSync(join(this.#folder, 'chunks'), 'w+');
  readonly #places = new Map<ChunkId, { start: number; bytes: number }>();
  bytes = 0;
  reads = 0;

  async write(chunk: Uint8Array): Promise<ChunkId> {
    const id = createHash('sha256').update(chunk).digest('hex') as ChunkId;
    if (this.#places.has(id)) return id;
    writeSync(this.#file, chunk, 0, chunk.length, this.bytes);
    this.#places.set(id, { start: this.bytes, bytes: chunk.length });
    this.bytes += chunk.length;
    return id;
  }

  async read(id: ChunkId): Promise<Buffer> {
    const { start, bytes } = this.#places.get(id) ?? { start: 0, bytes: 0 };
    this.reads += 1;
    const chunk = Buffer.alloc(bytes);
    readSync(this.#file, chunk, 0, bytes, start);
    return chunk;
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true });
  }
}

using chunks = new FileChunks();
let since = { ms: performance.now(), cpu: process.cpuUsage(), reads: 0, bytes: 0 };

function tell(what: string): void {
  const cpu = process.cpuUsage(since.cpu);
  const ms = (performance.now() - since.ms).toFixed(1);
  const cpuMs = ((cpu.user + cpu.system) / 1000).toFixed(0);
  const read = chunks.reads - since.reads;
  const written = chunks.bytes - since.bytes;
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1000);
  console.log(
    `${what}: ${ms} ms (${cpuMs} ms of processor), ${read} chunks read, ${written} bytes new, peak ${peakMB} MB`,
  );
  since = { ms: performance.now(), cpu: process.cpuUsage(), reads: chunks.reads, bytes: chunks.bytes };
}

function someFile(): Entry {
  const content = {
    in: 'chunks',
    sparse: false,
    depth: 0,
    records: Buffer.from(`${randomUUID()}${randomUUID()}`.slice(0, 48)),
  } as const;
  const mtimeNs = 1_700_000_000_000_000_000n + BigInt(Math.floor(Math.random() * 1e15));
  return {
    kind: 'file',
    name: Buffer.alloc(0),
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtimeNs,
    extended: new Map(),
    bytes: 9,
    content,
  };
}

const pathOf = (n: number): Buffer => Buffer.from(`folder-${n % folders}/reading-${n}.dat`);
const scratch = tmpdir();

using assembly = new TreeAssembly({ chunks, scratch });
// A step that has no divisor in common with their number brings them in no order.
for (let n = 0; n < files; n++) assembly.add(pathOf((n * 7919) % files), someFile());
tell(`${files} files come in, in no order`);
const { root } = await assembly.finish();
tell('their tree is written');

const tree = new TreeReader(chunks, root);
for (const at of [0, folders >> 1, folders - 1]) {
  // Another reader each time: nothing is remembered.
  const tree = new TreeReader(chunks, root);
  const folder = await tree.at(Buffer.from(`folder-${at}`));
  if (folder.kind !== 'folder') throw new Error('no folder');
  const page = await pageOf(tree.folder(folder).entries(Buffer.from('reading-5')), 200);
  tell(`folder-${at} is opened and ${page.length} entries of it listed`);
}
await new TreeReader(chunks, root).at(pathOf(files >> 1));
tell('one file is looked up');

using next = new TreeAssembly({ chunks, scratch, base: root, onlyListed: true });
for (let n = 0; n < files; n++) next.list(pathOf((n * 7919) % files));
next.add(pathOf(files >> 1), someFile());
tell(`${files} names are listed, one file is new`);
const later = await next.finish();
tell('the next tree is written');
let differences = 0;
for await (const _ of diffTrees(tree, new TreeReader(chunks, later.root))) differences += 1;
tell(`${differences} difference is found`);
