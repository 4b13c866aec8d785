/**
 * What the window costs where there is much to show: how soon its first screen can be used, how smoothly it runs, and what memory
 * the main process takes. `npm run bench:window [-- --times 5]`. The journal is real, the hosts are a stand-in.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { formatBytes, formatMs } from '../../../shared/units.ts';
import { launchBrowser } from '../../e2e/browser.ts';
import { hostNames, makeLargeHome } from './large-home.ts';

const size = { hosts: 50, runs: 3000, entries: 100_000 };
const containers = 2000;
const liveRun = `r${size.runs}`;
const wanted = { firstScreenMs: 1500, framesASecond: 55, memoryBytes: 250e6 };
const watchedMs = 5000;

const { values } = parseArgs({ options: { times: { type: 'string', default: '3' } } });

interface Measured {
  /** From Shiplock's start on. */
  readonly firstScreenMs: number;
  /** Of which: until it gives its address, until the page is loaded, until the hosts are shown. */
  readonly partsMs: { readonly address: number; readonly page: number; readonly hosts: number };
  /** What the main process worked until then, on however many processors: says more than time on a machine that is not quiet. */
  readonly workMs: number;
  readonly framesASecond: { readonly station: number; readonly run: number };
  readonly memoryBytes: number;
}

async function measure(home: string, browser: Browser): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  const began = performance.now();
  const program = path.join(import.meta.dirname, 'stand-in-shell.ts');
  const words = [program, home, String(size.hosts), String(containers), liveRun];
  const shell = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface({ input: shell.stdout }), 'line')) as [string];
    const address = performance.now() - began;
    await page.goto(/http:\S+/.exec(line)?.[0] ?? '');
    const loaded = performance.now() - began;
    const [first = ''] = hostNames(size);
    await page.getByRole('main').getByText(first).first().waitFor();
    const firstScreenMs = performance.now() - began;
    const workMs = workOf(shell.pid ?? 0);
    const station = await countFrames(page);
    await page.evaluate(`location.hash = '/runs/${liveRun}'`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const run = await countFrames(page);
    const memoryBytes = memoryOf(shell.pid ?? 0);
    return {
      firstScreenMs,
      partsMs: { address, page: loaded - address, hosts: firstScreenMs - loaded },
      workMs,
      framesASecond: { station, run },
      memoryBytes,
    };
  } finally {
    shell.kill('SIGTERM');
    await once(shell, 'exit');
    await context.close();
  }
}

/** Frames a second that the page draws. */
async function countFrames(page: Page): Promise<number> {
  const frames = await page.evaluate(`new Promise((resolve) => {
    let frames = 0;
    const end = performance.now() + ${watchedMs};
    const next = (now) => { frames += 1; if (now < end) requestAnimationFrame(next); else resolve(frames); };
    requestAnimationFrame(next);
  })`);
  return Number(frames) / (watchedMs / 1000);
}

/** The most that it ever took. */
const memoryOf = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

/** Linux counts it in hundredths of a second. */
function workOf(pid: number): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = after.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * 10;
}

const ratio = (is: number, wish: number): string => `${(is / wish).toFixed(2)} × what is wanted`;

const home = mkdtempSync(path.join(tmpdir(), 'shiplock-bench-window-'));
const browser = await launchBrowser();
try {
  execFileSync('npm', ['run', '--silent', 'window', '--', '--logLevel', 'warn'], { stdio: 'inherit' });
  makeLargeHome(home, size);
  console.log(
    `${size.hosts} hosts (a stand-in), ${containers} containers, ${size.runs} runs, ${size.entries} entries of history`,
  );
  for (let time = 0; time < Number(values.times); time += 1) {
    const { firstScreenMs, partsMs, workMs, framesASecond, memoryBytes } = await measure(home, browser);
    console.log(
      [
        `first screen ${formatMs(firstScreenMs)} (${ratio(firstScreenMs, wanted.firstScreenMs)}): address ${formatMs(partsMs.address)}, page ${formatMs(partsMs.page)}, hosts ${formatMs(partsMs.hosts)}; the main process worked ${formatMs(workMs)}`,
        `frames a second: station ${framesASecond.station.toFixed(1)}, run ${framesASecond.run.toFixed(1)} (${ratio(framesASecond.run, wanted.framesASecond)})`,
        `memory ${formatBytes(memoryBytes)} (${ratio(memoryBytes, wanted.memoryBytes)})`,
      ].join('; '),
    );
  }
} finally {
  await browser.close();
  rmSync(home, { recursive: true });
}
