/** Secrets that the user wishes to be remembered; the system's sealing is a stand-in. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host, SecretRequest } from '../../../shared/model.ts';
import { KeptSecrets, type Sealing } from '../../../electron/desktop/kept-secrets.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'shiplock-secrets-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const river: Host = {
  name: 'river',
  address: '192.0.2.10',
  port: 22,
  user: 'root',
  login: 'password',
  sudo: false,
  hostKey: 'SHA256:one',
};
const request: SecretRequest = { kind: 'password', host: 'river', user: 'root', isRetry: false };

test('what is kept is there the next time, sealed (stand-in)', async () => {
  await keptBy({}).keep(request, 'high water');
  expect(readFileSync(join(home, 'kept-secrets.json'), 'utf8')).not.toContain('high water');
  expect(await keptBy({}).recall(request)).toBe('high water');
  expect(await keptBy({}).recall({ ...request, kind: 'sudo-password' })).toBeUndefined();
});

test('what was wrong is forgotten (stand-in)', async () => {
  const secrets = keptBy({});
  await secrets.keep(request, 'low water');
  expect(await secrets.recall({ ...request, isRetry: true })).toBeUndefined();
  expect(await secrets.recall(request)).toBeUndefined();
});

test.each([
  ['address', { address: '192.0.2.66' }],
  ['port', { port: 2222 }],
  ['key', { hostKey: 'SHA256:two' }],
])('another host of the same name, by its %s, is not given the secret (stand-in)', async (_, change) => {
  await keptBy({}).keep(request, 'high water');
  expect(await keptBy({ hosts: [{ ...river, ...change }] }).recall(request)).toBeUndefined();
});

test.each([
  ['the system has no safe place', { sealing: { isAsyncEncryptionAvailable: async () => false } }],
  ['Linux has no keyring', { sealing: { encryptStringAsync: async () => Buffer.from('v10 open to all') } }],
  [
    'the keyring stays locked',
    { sealing: { encryptStringAsync: () => Promise.reject(new Error('locked')) } },
  ],
  ['the host is not known yet', { hosts: [] }],
])('where %s, nothing is kept, nor offered to be (stand-in)', async (_, given) => {
  const secrets = keptBy(given);
  expect(await secrets.canKeep(request)).toBe(false);
  await secrets.keep(request, 'high water');
  expect(await keptBy({}).recall(request)).toBeUndefined();
});

test('passphrases of the store are not kept (stand-in)', async () => {
  expect(await keptBy({}).canKeep({ kind: 'store-passphrase', isRetry: false })).toBe(false);
});

test('what the system cannot open any more is asked for (stand-in)', async () => {
  await keptBy({}).keep(request, 'high water');
  const decryptStringAsync = () => Promise.reject(new Error('another user'));
  expect(await keptBy({ sealing: { decryptStringAsync } }).recall(request)).toBeUndefined();
});

test('when the system’s key was replaced, the secret is sealed anew (stand-in)', async () => {
  await keptBy({}).keep(request, 'high water');
  const decryptStringAsync = async () => ({ result: 'high water', shouldReEncrypt: true });
  const encryptStringAsync = async (text: string) => Buffer.from(`new ${text}`);
  await keptBy({ sealing: { decryptStringAsync, encryptStringAsync } }).recall(request);
  const [sealed = ''] = Object.values(JSON.parse(readFileSync(join(home, 'kept-secrets.json'), 'utf8')));
  expect(Buffer.from(String(sealed), 'base64').toString()).toBe('new high water');
});

test('all of them are forgotten at once (stand-in)', async () => {
  const secrets = keptBy({});
  await secrets.keep(request, 'high water');
  secrets.forgetAll();
  expect(await secrets.recall(request)).toBeUndefined();
});

/** Turns the text around, which is enough to be told from it. */
const turn = (text: string): string => [...text].toReversed().join('');

function keptBy({ sealing, hosts = [river] }: { sealing?: Partial<Sealing>; hosts?: Host[] }): KeptSecrets {
  return new KeptSecrets({
    home,
    platform: 'linux',
    hosts: async () => hosts,
    sealing: {
      isAsyncEncryptionAvailable: async () => true,
      encryptStringAsync: async (text) => Buffer.from(turn(text)),
      decryptStringAsync: async (sealed) => ({ result: turn(String(sealed)), shouldReEncrypt: false }),
      ...sealing,
    },
  });
}
