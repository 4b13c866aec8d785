/**
 * Serves the window to a browser on this machine, and to nobody else: on loopback, to whoever came with the token that only the
 * user was given. The token is good once, for a cookie; the WebSocket wants the cookie, and the page's own origin.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { pageHeaders, readPageFile } from '../page-files.ts';
import type { Windows } from '../windows.ts';

/** A window says little; a call's input with a long text is far below this. */
const maxMessageBytes = 1 << 20;

export class PageServer implements AsyncDisposable {
  readonly #folder: string;
  readonly #windows: Windows;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  readonly #session = newToken();
  readonly #tokens = new Set<string>();

  private constructor(folder: string, windows: Windows) {
    this.#folder = folder;
    this.#windows = windows;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** `folder`: the built window. Resolves when it listens, on a port that the system chose. */
  static async start(folder: string, windows: Windows): Promise<PageServer> {
    const started = new PageServer(folder, windows);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    started.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    await promise;
    return started;
  }

  /** An address that opens the window, once. */
  newAddress(): string {
    const token = newToken();
    this.#tokens.add(token);
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
    if (request.headers.host !== `127.0.0.1:${this.#port}` || request.method !== 'GET')
      return refuse(response, 403);
    const { pathname, searchParams } = new URL(request.url ?? '/', this.#origin);
    if (pathname === '/open') return this.#open(searchParams.get('token') ?? '', response);
    if (!this.#isKnown(request)) return refuse(response, 403);
    const file = await readPageFile(this.#folder, pathname);
    if (file === undefined) return refuse(response, 404);
    response.setHeader('Content-Type', file.type);
    response.end(file.content);
  }

  #open(token: string, response: ServerResponse): void {
    if (!this.#tokens.delete(token)) {
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
          if (client.readyState === client.OPEN) client.send(JSON.stringify(message));
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
