/**
 * What a restore point costs: the pause, the time and the bytes of a first and a second one of the same container, against the
 * plain link; and what two ways to cut a memory that hardly changed would add. `npm run bench:backup`.
 */
import '../../electron/heap.ts';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { StoredCheckpoint } from '../../electron/backups/checkpoint/stored-checkpoint.ts';
import { Store } from '../../electron/backups/store/store.ts';
import { takeRestorePoint, type TakenPoint } from '../../electron/backups/take/take.ts';
import type { TakePhase } from '../../electron/backups/take/take-request.ts';
import { memoryPieces } from '../../electron/checkpoint/images/memory-pieces.ts';
import { pagesFileOf } from '../../electron/checkpoint/images/pagemap.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import { connect } from '../../electron/hosts/connect.ts';
import { openJournal } from '../../electron/journal/journal.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { startGauge } from '../integration/gauges.ts';

const { values } = parseArgs({
  options: {
    /** Megabytes of the container. */
    memory: { type: 'string', default: '256' },
    /** Mbit/s of the host's link. */
    rate: { type: 'string', default: '1000' },
    /** Pages that it changes a hundred times a second. */
    dirty: { type: 'string', default: '1' },
  },
});
const rateMbit = Number(values.rate);

const host = await EdgeHost.up({ name: 'upper', flavour: 'docker26', rateMbit });
const home = mkdtempSync(path.join(tmpdir(), 'shiplock-bench-'));
try {
  await loadImage(host, 'gauge');
  await startGauge(host, 'gauge', {
    words: `--memory ${values.memory} --dirty-pages-per-tick ${values.dirty}`,
  });
  using session = await connect(hostOf(host));
  const engine = await openDocker(session);
  using journal = openJournal(home);
  using store = await Store.open(path.join(home, 'store'), {
    keyring: null,
    ask: async () => 'bench bench bench',
    tellRecoveryKey: () => undefined,
  });

  const plain = await plainLink();
  console.log(`plain link: ${formatBytes(plain.rate)}/s, ${plain.processor}`);
  const points: TakenPoint[] = [];
  for (const which of ['first', 'second', 'third']) points.push(await measure(which, plain.rate));
  const images = await Promise.all(points.slice(-2).map((point) => pagesOf(point)));
  const [before, after] = images;
  if (before !== undefined && after !== undefined) compareCuts(before, after);
  engine.close();

  async function measure(which: string, plainRate: number): Promise<TakenPoint> {
    const container = await engine.container('gauge');
    if (container === undefined) throw new Error('there is no gauge');
    let wireBytes = 0;
    let mostMemory = 0;
    const began = performance.now();
    let phase: TakePhase = 'image';
    const spent = new Map<TakePhase, number>();
    let since = began;
    let processor = '';
    let used = process.cpuUsage();
    let fetchedBefore = 0;
    const taken = await takeRestorePoint({
      session,
      engine,
      store,
      journal,
      container,
      scratch: home,
      signal: new AbortController().signal,
      onPhase(next) {
        const now = performance.now();
        if (next === 'fetch') [used, fetchedBefore] = [process.cpuUsage(), wireBytes];
        if (phase === 'fetch') processor = processorOf(used, wireBytes - fetchedBefore);
        spent.set(phase, (spent.get(phase) ?? 0) + now - since);
        [phase, since] = [next, now];
      },
      onBytes(bytes) {
        wireBytes += bytes;
        mostMemory = Math.max(mostMemory, process.memoryUsage().rss);
      },
    });
    const ms = performance.now() - began;
    spent.set(phase, (spent.get(phase) ?? 0) + performance.now() - since);
    const fetchMs = spent.get('fetch') ?? ms;
    const share = ((wireBytes / fetchMs) * 100_000) / plainRate;
    const phases = [...spent].map(([name, took]) => `${name} ${formatMs(took)}`).join(', ');
    console.log(
      `${which}: paused ${formatMs(taken.pausedMs)}; ${formatMs(ms)} in all (${phases}); wire ${formatBytes(wireBytes)}, ${share.toFixed(0)} % of the plain link while fetching, ${processor}; store +${formatBytes(taken.addedBytes)}; at most ${formatBytes(mostMemory)} in this process`,
    );
    return taken;
  }

  async function plainLink(): Promise<{ rate: number; processor: string }> {
    const bytes = 256e6;
    const began = performance.now();
    const used = process.cpuUsage();
    const sender = await session.open(['head', '-c', String(bytes), '/dev/zero']);
    sender.stdin.end();
    sender.stderr.resume();
    for await (const _ of sender.stdout);
    const rate = (bytes / (performance.now() - began)) * 1000;
    return { rate, processor: processorOf(used, bytes) };
  }

  async function pagesOf({ name }: TakenPoint): Promise<{ pages: Buffer; pagemap: Buffer }> {
    const root = (await store.describe(name)).checkpoint?.root;
    if (root === undefined) throw new Error(`${name} has no memory`);
    const checkpoint = await StoredCheckpoint.open(store, root);
    const pagemaps = checkpoint.images.filter((image) => image.name.startsWith('pagemap-'));
    const largest = pagemaps.toSorted((a, b) => b.bytes - a.bytes)[0]?.name ?? '';
    const pagemap = await checkpoint.read(largest);
    return { pagemap, pages: await checkpoint.read(pagesFileOf(pagemap, largest)) };
  }
} finally {
  await host.down();
  rmSync(home, { recursive: true, force: true });
}

/** What the laptop's part alone would take of one processor: of the host's, which run here too, it has none. */
function processorOf(since: NodeJS.CpuUsage, bytes: number): string {
  const { user, system } = process.cpuUsage(since);
  return `${((user + system) / 1000 / (bytes / 1e6)).toFixed(1)} ms of the laptop’s processors a MB`;
}

interface Memory {
  readonly pages: Buffer;
  readonly pagemap: Buffer;
}

/** Bytes of the second memory that the first one's pieces do not have, by how both are cut. */
function compareCuts(before: Memory, after: Memory): void {
  const ways: Record<string, (memory: Memory) => Iterable<{ offset: number; length: number }>> = {
    'by address, 64 KiB': ({ pages, pagemap }) => memoryPieces(pagemap, pages.length),
    'by place in the file, 64 KiB': ({ pages }) => evenly(pages.length),
    'by content, 64 KiB on average': ({ pages }) => byContent(pages),
  };
  for (const [way, cut] of Object.entries(ways)) {
    const began = performance.now();
    const known = new Set([...cut(before)].map((piece) => digest(before.pages, piece)));
    let added = 0;
    for (const piece of cut(after)) if (!known.has(digest(after.pages, piece))) added += piece.length;
    const ms = performance.now() - began;
    const share = (added / after.pages.length) * 100;
    console.log(`cut ${way}: ${formatBytes(added)} new, ${share.toFixed(2)} %, in ${formatMs(ms)}`);
  }
}

function digest(pages: Buffer, { offset, length }: { offset: number; length: number }): string {
  return createHash('sha256')
    .update(pages.subarray(offset, offset + length))
    .digest('base64');
}

function* evenly(bytes: number): Generator<{ offset: number; length: number }> {
  for (let offset = 0; offset < bytes; offset += 65_536)
    yield { offset, length: Math.min(65_536, bytes - offset) };
}

/** A gear hash over a sliding window, as FastCDC has it: a cut where 16 bits of it are zero. */
function* byContent(pages: Buffer): Generator<{ offset: number; length: number }> {
  const gear = Uint32Array.from({ length: 256 }, (_, index) =>
    createHash('sha256').update(String(index)).digest().readUInt32BE(0),
  );
  let [offset, hash] = [0, 0];
  for (let at = 0; at < pages.length; at += 1) {
    hash = ((hash << 1) + (gear[pages[at] ?? 0] ?? 0)) >>> 0;
    const length = at + 1 - offset;
    if (length < 16_384 || (hash >>> 16 !== 0 && length < 262_144)) continue;
    yield { offset, length };
    [offset, hash] = [at + 1, 0];
  }
  if (offset < pages.length) yield { offset, length: pages.length - offset };
}
