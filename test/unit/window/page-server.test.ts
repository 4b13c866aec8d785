/** Who is served the window, and who is not: over real connections, as a browser and as others on this machine make them. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PageServer } from '../../../electron/browser/page-server.ts';
import { Windows } from '../../../electron/windows.ts';
import { until } from '../../edge/condition.ts';
import { StandInStation } from './window-stand-in.ts';

let parent: string;
let windows: Windows;
let server: PageServer;
let origin: string;
const secret = 'known to one user';

beforeEach(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'shiplock-page-'));
  const folder = path.join(parent, 'window');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>the window');
  writeFileSync(path.join(folder, 'main.js'), 'run()');
  writeFileSync(path.join(parent, 'journal.db'), 'private');
  mkdirSync(path.join(parent, 'window-of-others'));
  writeFileSync(path.join(parent, 'window-of-others', 'main.js'), 'private');
  windows = new Windows(new StandInStation());
  server = await PageServer.start(folder, windows, { secret, ring: (wish) => ({ wish }) });
  origin = new URL(server.newAddress()).origin;
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(parent, { recursive: true });
});

const get = (where: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(where.startsWith('/') ? origin + where : where, { headers, redirect: 'manual' });

/** Comes with the token, as the browser does. */
async function enter(): Promise<string> {
  const response = await get(server.newAddress());
  expect(response.status).toBe(303);
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** What no client library sends. */
async function sendRaw(request: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.write(request);
  return text(socket);
}

const host = (): string => new URL(origin).host;

function openSocket(headers: Record<string, string>): WebSocket {
  return new WebSocket(`${origin.replace('http', 'ws')}/station`, { headers });
}

async function isLetIn(headers: Record<string, string>): Promise<boolean> {
  const socket = openSocket(headers);
  const refused = once(socket, 'error').then(() => false);
  return await Promise.race([once(socket, 'open').then(() => true), refused]);
}

test('whoever has the token is let in, once', async () => {
  const address = server.newAddress();
  const first = await get(address);
  expect(first.status).toBe(303);
  expect(first.headers.get('set-cookie')).toMatch(/^shiplock-\d+=\S+; HttpOnly; SameSite=Strict; Path=\/$/);
  expect((await get(address)).status).toBe(403);
});

test('a token that is good for a time is good no longer', async () => {
  expect((await get(server.newAddress({ forMs: -1 }))).status).toBe(403);
  expect((await get(server.newAddress({ forMs: 60_000 }))).status).toBe(303);
});

test.each(['/', '/main.js', '/open', '/open?token=', '/open?token=guess', '/station'])(
  'a stranger is given nothing at %s',
  async (where) => {
    expect((await get(where)).status).toBe(403);
    expect((await get(where, { cookie: `shiplock-${new URL(origin).port}=guess` })).status).toBe(403);
  },
);

test('the window is served with a policy that lets nothing else in, and is kept by no cache', async () => {
  const cookie = await enter();
  const page = await get('/', { cookie });
  expect(await page.text()).toContain('the window');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  expect(page.headers.get('cache-control')).toBe('no-store');
  const script = await get('/main.js', { cookie });
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

test.each([
  '/../journal.db',
  '/..%2fjournal.db',
  '/%2e%2e/journal.db',
  '/%2e%2e%2fwindow-of-others/main.js',
  '/..%5cjournal.db',
  '/main.js%00.html',
  '/%',
  '//',
  '/nothing.js',
])('nothing outside the window is served, nor is anything broken, by %s', async (where) => {
  const cookie = await enter();
  const answer = await sendRaw(
    `GET ${where} HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 404 /);
  expect(answer).not.toContain('private');
  expect((await get('/', { cookie })).status).toBe(200);
});

test('another name for this machine is refused, whatever comes with it', async () => {
  const cookie = await enter();
  const { port } = new URL(origin);
  const answer = await sendRaw(
    `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 403 /);
});

test('nothing but reading is served', async () => {
  const cookie = await enter();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect((await fetch(origin, { method, headers: { cookie } })).status, method).toBe(403);
  }
});

test("the wire is for the page alone: it wants the cookie and the page's own origin", async () => {
  const cookie = await enter();
  expect(await isLetIn({ cookie, origin })).toBe(true);
  expect(await isLetIn({ cookie })).toBe(false);
  expect(await isLetIn({ origin })).toBe(false);
  expect(await isLetIn({ cookie, origin: 'http://evil.example' })).toBe(false);
  expect(await isLetIn({ cookie: `${cookie}x`, origin })).toBe(false);
  expect(await isLetIn({ cookie, origin, host: `localhost:${new URL(origin).port}` })).toBe(false);
});

test('an upgrade that is refused and broken off breaks nothing', async () => {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.write(
    `GET /station HTTP/1.1\r\nHost: ${host()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  socket.resetAndDestroy();
  expect((await get('/')).status).toBe(403);
});

test('calls and answers go over the wire, and the window is gone when it is', async () => {
  const socket = openSocket({ cookie: await enter(), origin });
  await once(socket, 'open');
  expect(windows.count).toBe(1);
  socket.close();
  await until('the window is gone', () => windows.count === 0);
});

test.each([
  ['what is no JSON', 'hello', 1008],
  ['what no window says', '{"kind":"shout"}', 1008],
  ['more than a window says', `"${'x'.repeat(1 << 20)}"`, 1009],
])('%s ends the wire', async (_, message, code) => {
  const socket = openSocket({ cookie: await enter(), origin });
  await once(socket, 'open');
  socket.send(message);
  // The rest of what is too long meets a closed connection.
  socket.on('error', () => undefined);
  expect((await once(socket, 'close'))[0]).toBe(code);
  await until('the window is gone', () => windows.count === 0);
});

test('a second start is heard if it knows the secret, and not otherwise', async () => {
  const ring = (authorization: string): Promise<Response> =>
    fetch(`${server.doorbellAddress}?wish=window`, { method: 'POST', headers: { authorization } });
  expect(await (await ring(`Bearer ${secret}`)).json()).toEqual({ wish: 'window' });
  expect((await ring('Bearer guess')).status).toBe(403);
  expect((await ring('')).status).toBe(403);
});
