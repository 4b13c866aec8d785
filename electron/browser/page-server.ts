/**
 * Serves the window to a browser on this machine, and to nobody else: on loopback, to whoever came with the token that only the
 * user was given. The token is good once, for a cookie; the WebSocket wants the cookie, and the page's own origin.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { pageHeaders, readPageFile } from '../page-files.ts';
import type { Windows } from '../windows.ts';

/** Imported, it would also load what `fetch` is made of, as much again as all else that the first screen waits for here. */
const { createServer } = process.getBuiltinModule('node:http');

const doorbellPath = '/another-window';

/** A window says little; a call's input with a long text is far below this. */
const maxMessageBytes = 1 << 20;
/** A page that takes this long to hear what it is told, a sleeping one, is let go; it comes back by itself. */
const maxUnheardBytes = 64 << 20;

/** A second start of Shiplock asks the first one for a window, here. */
export interface Doorbell {
  /** Known to this user's processes only. */
  readonly secret: string;
  /** What becomes of it, as JSON. */
  readonly ring: (wish: string) => unknown;
}

export class PageServer implements AsyncDisposable {
  readonly #folder: string;
  readonly #windows: Windows;
  readonly #doorbell: Doorbell | undefined;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  readonly #session = newToken();
  /** With the time until which each is good, by the clock of `performance`. */
  readonly #tokens = new Map<string, number>();

  private constructor(folder: string, windows: Windows, doorbell: Doorbell | undefined) {
    this.#folder = folder;
    this.#windows = windows;
    this.#doorbell = doorbell;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** `folder`: the built window. Resolves when it listens, on a port that the system chose. */
  static async start(folder: string, windows: Windows, doorbell?: Doorbell): Promise<PageServer> {
    const started = new PageServer(folder, windows, doorbell);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    started.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    await promise;
    return started;
  }

  /** Where a second start asks for a window: see `Doorbell`. */
  get doorbellAddress(): string {
    return `${this.#origin}${doorbellPath}`;
  }

  /**
   * An address that opens the window, once. `forMs`: and no longer than that, where others on this machine may read it: what a
   * program is started with is no secret.
   */
  newAddress({ forMs }: { forMs?: number } = {}): string {
    const token = newToken();
    this.#tokens.set(token, forMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + forMs);
    return `${this.#origin}/open?token=${token}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get #origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Cookies know no ports: each server has its own. */
  get #cookie(): string {
    return `shiplock-${this.#port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(pageHeaders(`ws://127.0.0.1:${this.#port}`))) {
      response.setHeader(name, value);
    }
    // Another name for this address would be another site's (DNS rebinding).
    if (request.headers.host !== `127.0.0.1:${this.#port}`) return refuse(response, 403);
    const url = URL.parse(request.url ?? '/', this.#origin);
    if (request.method === 'POST' && url?.pathname === doorbellPath)
      return this.#ring(url.searchParams.get('wish') ?? '', request, response);
    if (request.method !== 'GET') return refuse(response, 403);
    if (url?.pathname === '/open') return this.#open(url.searchParams.get('token') ?? '', response);
    if (!this.#isKnown(request)) return refuse(response, 403);
    const file = url === null ? undefined : await readPageFile(this.#folder, url.pathname);
    if (file === undefined) return refuse(response, 404);
    response.setHeader('Content-Type', file.type);
    response.end(file.content);
  }

  #ring(wish: string, request: IncomingMessage, response: ServerResponse): void {
    const doorbell = this.#doorbell;
    const isOurs =
      doorbell !== undefined && isSame(request.headers.authorization ?? '', `Bearer ${doorbell.secret}`);
    if (!isOurs) {
      refuse(response, 403);
      return;
    }
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(doorbell.ring(wish)));
  }

  #open(token: string, response: ServerResponse): void {
    const goodUntil = this.#tokens.get(token) ?? Number.NEGATIVE_INFINITY;
    this.#tokens.delete(token);
    if (performance.now() > goodUntil) {
      refuse(response, 403);
      return;
    }
    response.setHeader('Set-Cookie', `${this.#cookie}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`);
    response.writeHead(303, { Location: '/' }).end();
  }

  #isKnown(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/);
    return cookies.some((cookie) => isSame(cookie, `${this.#cookie}=${this.#session}`));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Nobody else listens for it any more, and an error that nobody hears ends the process.
    socket.on('error', () => socket.destroy());
    const isOurs =
      request.url === '/station' &&
      request.headers.host === `127.0.0.1:${this.#port}` &&
      request.headers.origin === this.#origin &&
      this.#isKnown(request);
    if (!isOurs) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      const window = this.#windows.open({
        send: (message) => {
          if (client.readyState !== client.OPEN) return;
          if (client.bufferedAmount > maxUnheardBytes) client.terminate();
          else client.send(JSON.stringify(message));
        },
        refuse: (why) => client.close(1008, why),
      });
      client.on('message', (data) => window.heard(parsed(String(data))));
      client.on('close', window.closed);
      // What is wrong with a connection ends it, and its end is heard above.
      client.on('error', () => client.terminate());
    });
  }
}

const newToken = (): string => randomBytes(32).toString('base64url');

/** In a time that tells nothing of where they differ. */
const isSame = (given: string, expected: string): boolean => timingSafeEqual(hash(given), hash(expected));
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

function refuse(response: ServerResponse, status: 403 | 404): void {
  response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${status}\n`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
