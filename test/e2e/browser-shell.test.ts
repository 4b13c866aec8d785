/** The browser shell as people start it: its browser, a second start, its end. Hosts take no part in it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { BrowserShell } from '../../electron/browser/shell.ts';
import { inLanguage } from '../../shared/words.ts';
import type { FromWindow } from '../../shared/wire.ts';
import { until } from '../edge/condition.ts';
import { reportOf } from '../unit/window/run-report.ts';
import { StandInStation } from '../unit/window/window-stand-in.ts';

const program = path.resolve(import.meta.dirname, '../../electron/browser-shell.ts');
const chromium = process.env['SHIPLOCK_CHROMIUM'] ?? '/usr/bin/chromium';

let folder: string;
let home: string;
const started: AsyncDisposable[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'shiplock-shell-'));
  home = path.join(folder, 'home');
});
afterEach(async () => {
  for (const each of started.splice(0)) await each[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

/** A program of that name, on the PATH of what is started, that notes what it is given. Then it does what `more` says. */
function makeProgram(name: string, more = ''): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "$$ $*" >>${folder}/${name}.log\n${more}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** What it was started with, each time: its number, and its words. */
function startsOf(name: string): string[] {
  const log = path.join(folder, `${name}.log`);
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
}

interface Shell extends AsyncDisposable {
  readonly said: () => string;
  readonly status: Promise<number | null>;
  readonly signal: (name: NodeJS.Signals) => void;
}

function start(words: readonly string[], browser: string): Shell {
  const env = { ...process.env, SHIPLOCK_BROWSER: browser, PATH: `${folder}:${process.env['PATH']}` };
  const child = spawn(process.execPath, [program, '--home', home, ...words], { env });
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (chunk) => {
      said += String(chunk);
    });
  }
  const status = once(child, 'exit').then(([code]) => code as number | null);
  const shell = {
    said: () => said,
    status,
    signal: (name: NodeJS.Signals) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await status;
    },
  };
  started.push(shell);
  return shell;
}

const addressIn = (said: string): string | undefined => /http:\/\/127\.0\.0\.1:\S+/.exec(said)?.[0];

/** A window, by its wire alone. */
async function openWindow(address: string): Promise<WebSocket> {
  const { headers } = await fetch(address, { redirect: 'manual' });
  const { origin } = new URL(address);
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/station`, { headers: { cookie, origin } });
  await once(socket, 'open');
  return socket;
}

const say = (socket: WebSocket, message: FromWindow): void => socket.send(JSON.stringify(message));

test('says what it takes, and refuses what it does not', async () => {
  const run = async (word: string) => {
    const child = spawn(process.execPath, [program, word]);
    const [out, err, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { out, err, status };
  };
  expect(await run('--help')).toMatchObject({ out: expect.stringContaining('--no-open'), status: 0 });
  expect(await run('--open-all')).toMatchObject({ err: expect.stringContaining('--no-open'), status: 2 });
});

test('opens its window in a real browser, and ends when that is closed', async () => {
  const browser = makeProgram('browser', `exec ${chromium} --headless=new "$@"`);
  const shell = start([], browser);
  await until('its page is there', () => shell.said().includes('The window is open'));
  const [pid, address] = (startsOf('browser')[0] ?? '').split(' ');
  expect(address).toMatch(/^--app=http:\/\/127\.0\.0\.1:\d+\/open\?token=/);
  process.kill(Number(pid));
  expect(await shell.status).toBe(0);
});

test('a second start for the same home has the first one open a window, or gives an address of it, good once', async () => {
  const browser = makeProgram('browser');
  const first = start(['--no-open'], browser);
  await until('it runs', () => addressIn(first.said()) ?? false);
  const second = start([], browser);
  expect(await second.status).toBe(0);
  expect(second.said()).toContain('opens another window');
  await until('the first opens one', () => startsOf('browser').length === 1);

  const third = start(['--no-open'], browser);
  expect(await third.status).toBe(0);
  const address = addressIn(third.said());
  expect(new URL(address ?? '').origin).toBe(new URL(addressIn(first.said()) ?? '').origin);
  (await openWindow(address ?? '')).terminate();
  // It was used.
  expect((await fetch(address ?? '', { redirect: 'manual' })).status).toBe(403);
});

test('what a killed one left behind keeps nobody from starting', async () => {
  const killed = start(['--no-open'], makeProgram('browser'));
  await until('it runs', () => addressIn(killed.said()) ?? false);
  killed.signal('SIGKILL');
  await killed.status;
  expect(existsSync(path.join(home, 'browser-shell.json'))).toBe(true);
  const next = start(['--no-open'], makeProgram('browser'));
  const address = await until('the next one runs', () => addressIn(next.said()) ?? false);
  (await openWindow(address)).terminate();
});

test('ends by Ctrl-C, and leaves nothing behind that others would take for it', async () => {
  const shell = start(['--no-open'], makeProgram('browser'));
  await until('it runs', () => addressIn(shell.said()) ?? false);
  shell.signal('SIGINT');
  expect(await shell.status).toBe(0);
  expect(existsSync(path.join(home, 'browser-shell.json'))).toBe(false);
});

test('without such a browser it opens a tab of the default one, and says so', async () => {
  makeProgram('xdg-open');
  const shell = start([], path.join(folder, 'no-such-browser'));
  await until('the default browser is started', () => startsOf('xdg-open').length > 0, 60_000);
  expect(shell.said()).toContain('tab of your default browser');
  const socket = await openWindow(addressIn(shell.said()) ?? '');
  socket.terminate();
  shell.signal('SIGINT');
  expect(await shell.status).toBe(0);
});

/** A shell in this process, with a browser that is none and a station that does as it is told. */
async function inProcess(): Promise<{ shell: BrowserShell; station: StandInStation; said: string[] }> {
  const station = new StandInStation();
  const said: string[] = [];
  const shell = await BrowserShell.start({
    home: folder,
    opens: true,
    say: (words) => said.push(inLanguage(words, 'en')),
    openStation: async () => station,
  });
  started.push(shell);
  return { shell, station, said };
}

const input = { container: 'gauge', from: 'river', to: 'dam' };
const move = { kind: 'call', id: 1, method: 'moves.start', input } as const;

test('closed while something is under way, it stays until that has ended and tells of it, and can be opened again', async () => {
  process.env['SHIPLOCK_BROWSER'] = makeProgram('browser', 'exec sleep 1000');
  const { shell, station, said } = await inProcess();
  const [address = ''] = await until('it opens', () => {
    const [first] = startsOf('browser');
    return first === undefined ? false : [addressIn(first) ?? ''];
  });
  const socket = await openWindow(address);
  say(socket, move);
  const { end } = await until(
    'it moves',
    () => station.calls.find(({ method }) => method === 'moves.start') ?? false,
  );
  socket.close();
  await until('it says that it stays', () => said.some((each) => each.includes('stays until it has ended')));

  const again = await openWindow(shell.grant('address').address ?? '');
  again.close();
  await once(again, 'close');
  end(reportOf([], { outcome: 'committed', runningOn: 'dam' }));
  await shell.over;
  expect(said.find((each) => each.includes('stays until'))).toContain('The move of gauge from river to dam');
  expect(said.at(-1)).toBe('The move of gauge from river to dam: Done. gauge runs on dam.');
});

test('Ctrl-C takes back what is under way and waits for it; a second one does not wait', async () => {
  process.env['SHIPLOCK_BROWSER'] = makeProgram('browser', 'exec sleep 1000');
  const { shell, station, said } = await inProcess();
  const socket = await openWindow(shell.grant('address').address ?? '');
  say(socket, move);
  const { options } = await until(
    'it moves',
    () => station.calls.find(({ method }) => method === 'moves.start') ?? false,
  );
  expect(shell.cancel()).toBe(true);
  expect(options.signal?.reason).toMatchObject({ code: 'cancelled' });
  expect(said.at(-1)).toContain('Once more to leave at once');
  expect(shell.cancel()).toBe(false);
  await shell.over;
});
