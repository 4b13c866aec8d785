/**
 * The most memory that a command takes, as people run it, for a container of any size: `npm run bench:memory -- --megabytes 1024`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { formatBytes, formatMs } from '../../shared/units.ts';
import { loadImage } from '../edge/images.ts';
import { startGauge } from '../integration/gauges.ts';
import { StationFixture } from '../integration/station-fixture.ts';

const { values } = parseArgs({
  options: {
    /** Megabytes of the container's memory, and again of its files. */
    megabytes: { type: 'string', default: '512' },
  },
});
const program = path.resolve(import.meta.dirname, '../../build/shiplock.js');
const volume = '/var/lib/docker/volumes/gauge-data/_data';

await using fixture = await StationFixture.up(['docker26']);
const { upper } = fixture;
const scratch = mkdtempSync(path.join(tmpdir(), 'shiplock-bench-'));
try {
  await loadImage(upper, 'gauge');
  await startGauge(upper, 'gauge', { words: `--memory ${values.megabytes}` });
  await upper.shell(`head -c ${values.megabytes}M /dev/urandom >${volume}/large`);
  await upper.shell(`mkdir ${volume}/many; cd ${volume}/many; seq 20000 | split -l 1 -a 4 -`);
  const secrets = path.join(scratch, 'secrets.json');
  writeFileSync(secrets, JSON.stringify({ '@store': { passphrase: 'a boat in a lock' } }), { mode: 0o600 });
  const run = (...words: readonly string[]) =>
    measure(['--home', fixture.home, '--secrets', secrets, ...words]);
  await run('backup', 'gauge', '--from', 'upper');
  await run('backup', 'gauge', '--from', 'upper');
  await run('verify');
  await run('extract', 'rp1', '/data/large', '--out', path.join(scratch, 'large'));
  await run('extract', 'rp1', '/data/many', '--out', path.join(scratch, 'many'));
  await run('diff', 'rp1', 'rp2');
  await upper.shell('docker rm --force gauge');
  await run('restore', 'rp1', '--to', 'upper', '--replace', '--accept', 'all');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measure(words: readonly string[]): Promise<void> {
  const began = performance.now();
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let peakBytes = 0;
  const look = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid));
  }, 20);
  const [status] = (await once(child, 'close')) as [number | null];
  clearInterval(look);
  const [, , , , ...shown] = words;
  const spent = formatMs(performance.now() - began);
  console.log(`${shown.slice(0, 3).join(' ')}: ${spent}, at most ${formatBytes(peakBytes)} of memory`);
  if (status !== 0) throw new Error(`${shown.join(' ')} ended with ${status}:\n${said.slice(-2000)}`);
}

/** The most that it has had at once, in bytes; 0 when it has ended. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
