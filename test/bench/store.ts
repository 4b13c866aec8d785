/** How fast the store is, and how much memory it takes: `npm run bench:store -- [MEGABYTES]`. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChunkId } from '../../electron/backups/store/chunks.ts';
import { digestOf } from '../../electron/backups/store/blob-file.ts';
import { Store } from '../../electron/backups/store/store.ts';
import { describePoint, rp, StoreFixture, take } from '../unit/store/store-fixture.ts';

const megabytes = Number(process.argv[2] ?? 512);
const points = 10_000;

for (const chunkBytes of [1024 * 1024, 64 * 1024]) {
  await throughput('random', randomBytes(chunkBytes));
  await throughput(
    'half of it zeroes',
    Buffer.concat([randomBytes(chunkBytes / 2), Buffer.alloc(chunkBytes / 2)]),
  );
}
await manyPoints();

/** Of chunks that are `like` one, each with a number of its own. */
async function throughput(what: string, like: Buffer): Promise<void> {
  const chunkBytes = like.length;
  using fixture = new StoreFixture();
  using store = await fixture.open();
  const count = (megabytes * 1024 * 1024) / chunkBytes;
  const roots: ChunkId[] = [];
  const before = process.cpuUsage();
  const mainBefore = process.threadCpuUsage();
  const writingMs = await timed(async () => {
    using addition = store.begin();
    for (let n = 0; n < count; n++) {
      like.writeUInt32LE(n);
      roots.push(await addition.write(like));
    }
    await addition.commit(describePoint(roots.slice(0, 1)));
  });
  const { user, system } = process.cpuUsage(before);
  const main = process.threadCpuUsage(mainBefore);
  const readingMs = await timed(async () => {
    for (const root of roots) await store.read(root);
  });
  const cpuMs = (user + system) / 1000;
  print(`${what}, chunks of ${chunkBytes / 1024} KiB`, {
    'written, MB/s': rate(writingMs),
    'written, MB for each second of processor time': rate(cpuMs),
    'the same, of the main thread alone': rate((main.user + main.system) / 1000),
    'read, MB/s': rate(readingMs),
    'on the disk, MB': fixture.bytes / 1e6,
    'a chunk read, ms': readingMs / count,
    'memory at most, MB': process.resourceUsage().maxRSS / 1000,
  });
}

async function manyPoints(): Promise<void> {
  using fixture = new StoreFixture();
  {
    using store = await fixture.open();
    await take(store, ['level']);
  }
  multiply(fixture);
  const rebuildMs = await timed(async () => {
    await Store.rebuildIndex(fixture.folder, fixture.unlock);
  });
  let open: Store | undefined;
  const openMs = await timed(async () => {
    open = await fixture.open();
  });
  if (open === undefined) throw new Error('not open');
  using store = open;
  const listMs = [0, 0, 0].map(() => {
    const began = process.threadCpuUsage();
    if (store.list().length !== points) throw new Error('not all of them are there');
    const { user, system } = process.threadCpuUsage(began);
    return (user + system) / 1000;
  });
  print(`${points} restore points`, {
    'index made anew, ms': rebuildMs,
    'opened, ms': openMs,
    'listed for the first time, ms of the processor': listMs[0] ?? 0,
    'listed again, ms of the processor': listMs[2] ?? 0,
    'described, ms': await timed(() => store.describe(rp(5000))),
    'one more taken, ms': await timed(() => take(store, ['rain'])),
    'one removed, ms': await timed(async () => store.remove(rp(77))),
    'pruned, ms': await timed(() => store.prune()),
    'memory at most, MB': process.resourceUsage().maxRSS / 1000,
  });
}

/** The one restore point, under many names. */
function multiply(fixture: StoreFixture): void {
  const file = join(fixture.folder, 'index.json');
  const index = JSON.parse(readFileSync(file, 'utf8'));
  const [first] = index.manifests;
  const manifest = JSON.parse(readFileSync(fixture.blob(first.digest), 'utf8'));
  index.manifests = Array.from({ length: points }, (_, n) => {
    manifest.annotations['vnd.shiplock.name'] = `rp${n + 1}`;
    const bytes = Buffer.from(JSON.stringify(manifest));
    const digest = digestOf(bytes);
    writeFileSync(fixture.blob(digest), bytes);
    const annotations = { ...first.annotations, 'org.opencontainers.image.ref.name': `rp${n + 1}` };
    return { ...first, digest, size: bytes.length, annotations };
  });
  writeFileSync(file, JSON.stringify(index));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function rate(ms: number): number {
  return (megabytes * 1024 * 1024) / 1000 / ms;
}

function print(what: string, figures: Record<string, number>): void {
  console.log(`\n${what}`);
  for (const [name, figure] of Object.entries(figures)) {
    console.log(`  ${name.padEnd(48)}${figure.toFixed(figure < 10 ? 2 : 0).padStart(8)}`);
  }
}
