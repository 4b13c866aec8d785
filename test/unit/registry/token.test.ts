/** A registry that wants a token, as most of a data centre do; played. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { registryAddress } from '../../../electron/backups/registry/address.ts';
import { RegistryConnection } from '../../../electron/backups/registry/connection.ts';

const basic = `Basic ${Buffer.from('keeper:weir').toString('base64')}`;

let server: Server;
let origin: string;
/** What each token was asked for. */
let asked: string[];
/** Tokens that still hold. */
let valid: Set<string>;

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { url = '/', headers } = request;
  const scope = 'repository:site/gauge:pull,push';
  if (url.startsWith('/token')) {
    if (headers.authorization !== basic) response.writeHead(401).end();
    else {
      asked.push(url);
      const token = `token-${asked.length}`;
      valid.add(token);
      response.writeHead(200).end(JSON.stringify({ token }));
    }
  } else if (valid.has(String(headers.authorization).replace('Bearer ', ''))) response.writeHead(200).end();
  else {
    const challenge = `Bearer realm="http://${headers.host}/token",service="depot",scope="${scope}"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
  }
}

beforeEach(async () => {
  asked = [];
  valid = new Set();
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const connection = (password: string): RegistryConnection =>
  new RegistryConnection(registryAddress(`${origin}/site/gauge`), { user: 'keeper', password });

test('gets the password where it gives out tokens, once for as long as the token holds', async () => {
  const registry = connection('weir');
  for (const tag of ['rp1', 'rp2']) {
    const response = await registry.request(registry.at(`manifests/${tag}`), { expected: [200] });
    expect(response.status).toBe(200);
  }
  expect(asked).toEqual(['/token?service=depot&scope=repository%3Asite%2Fgauge%3Apull%2Cpush']);
  valid.clear();
  await registry.request(registry.at('manifests/rp1'), { expected: [200] });
  expect(asked).toHaveLength(2);
});

test('and does not give one for another password', async () => {
  const registry = connection('lock');
  const request = registry.request(registry.at('manifests/rp1'), { expected: [200] });
  await expect(request).rejects.toMatchObject({ code: 'login-refused' });
});
