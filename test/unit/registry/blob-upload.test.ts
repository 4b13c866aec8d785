/**
 * An upload that breaks off, to a registry that knows how far it got. It is played: Debian's own forgets such an upload,
 * which `test/integration/registry.test.ts` has.
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BlobReader } from '../../../electron/backups/images/blobs.ts';
import { registryAddress } from '../../../electron/backups/registry/address.ts';
import { uploadBlob } from '../../../electron/backups/registry/blob-upload.ts';
import { RegistryConnection } from '../../../electron/backups/registry/connection.ts';

const content = randomBytes(20_000_000);
const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
const blobs: BlobReader = {
  open: () => Readable.from([content]),
  read: () => Promise.resolve(content),
};

/** Keeps what arrives of a piece also when the connection breaks, and says so when asked. */
class PlayedRegistry {
  readonly server: Server;
  /** Breaks off after so many bytes of the whole, each once. */
  breaksAt: number[] = [];
  /** Of every request, by its method. */
  readonly authorizations: (string | undefined)[] = [];
  /** Where uploads are to go, if not here. */
  elsewhere: string | undefined;
  readonly received: Buffer[] = [];
  receivedBytes = 0;
  /** What it took under its digest. */
  kept: Buffer | undefined;

  constructor() {
    this.server = createServer((request, response) => {
      this.#answer(request, response).catch(() => request.socket.destroy());
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.authorizations.push(request.headers.authorization);
    const location = this.elsewhere ?? '/v2/gauge/blobs/uploads/1?state=x';
    switch (request.method) {
      case 'HEAD':
        response.writeHead(this.kept ? 200 : 404, { 'content-length': this.kept?.length ?? 0 }).end();
        return;
      case 'GET':
        response.writeHead(204, { location, range: `0-${this.receivedBytes - 1}` }).end();
        return;
      case 'PATCH':
        await this.#take(request, response, location);
        return;
      case 'PUT':
        if (request.url?.includes(`digest=${encodeURIComponent(digest)}`))
          this.kept = Buffer.concat(this.received);
        response.writeHead(201).end();
        return;
      default:
        response.writeHead(202, { location }).end();
    }
  }

  async #take(request: IncomingMessage, response: ServerResponse, location: string): Promise<void> {
    const [start] = String(request.headers['content-range']).split('-').map(Number);
    if (start !== this.receivedBytes) {
      response.writeHead(416).end();
      return;
    }
    for await (const piece of request as AsyncIterable<Buffer>) {
      this.received.push(piece);
      this.receivedBytes += piece.length;
      const [limit] = this.breaksAt;
      if (limit === undefined || this.receivedBytes < limit) continue;
      this.breaksAt.shift();
      request.socket.destroy();
      return;
    }
    response.writeHead(202, { location, range: `0-${this.receivedBytes - 1}` }).end();
  }
}

let played: PlayedRegistry;
let origin: string;
beforeEach(async () => {
  played = new PlayedRegistry();
  played.server.listen(0, '127.0.0.1');
  await once(played.server, 'listening');
  origin = `127.0.0.1:${(played.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  played.server.closeAllConnections();
  played.server.close();
  await once(played.server, 'close');
});

function upload(onBytes: (bytes: number) => void = () => undefined): Promise<boolean> {
  const login = { user: 'keeper', password: 'weir' };
  const registry = new RegistryConnection(registryAddress(`${origin}/gauge`), login);
  return uploadBlob({ registry, blobs, digest, size: content.length, onBytes });
}

test('goes on where it broke off, and every byte is counted once', async () => {
  played.breaksAt = [1_000_000, 5_000_000, 5_500_000, 17_000_000];
  let bytes = 0;
  const sent = await upload((more) => {
    bytes += more;
  });
  expect(sent).toBe(true);
  expect(played.breaksAt).toEqual([]);
  expect(played.kept?.equals(content)).toBe(true);
  expect(bytes).toBe(content.length);
});

test('sends nothing that is there', async () => {
  played.kept = content;
  expect(await upload()).toBe(false);
});

test('the password goes with every request to the registry, and to nobody whom it points to', async () => {
  const other = new PlayedRegistry();
  other.server.listen(0, '127.0.0.1');
  await once(other.server, 'listening');
  const { port } = other.server.address() as AddressInfo;
  played.elsewhere = `http://127.0.0.1:${port}/v2/gauge/blobs/uploads/1`;
  try {
    await expect(upload()).rejects.toMatchObject({ code: 'transfer-failed' });
    expect(other.authorizations).toEqual([]);
    expect(played.authorizations.every((each) => each?.startsWith('Basic '))).toBe(true);
  } finally {
    other.server.close();
  }
});
