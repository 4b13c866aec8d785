/** The file of secrets: what is taken from it, and what is refused without repeating it. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerFrom, readSecretsFile } from '../../electron/cli/secrets-file.ts';
import { saying } from '../saying.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shiplock-secrets-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('each kind of secret is answered for its host, and not again once it was wrong', () => {
  const content = { gate: { password: 'a', passphrase: 'b', sudoPassword: 'c' } };
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  const secrets = readSecretsFile(file);
  const asked = { host: 'gate', user: 'pilot', isRetry: false };
  expect(answerFrom(secrets, { ...asked, kind: 'password' })).toBe('a');
  expect(answerFrom(secrets, { ...asked, kind: 'passphrase' })).toBe('b');
  expect(answerFrom(secrets, { ...asked, kind: 'sudo-password' })).toBe('c');
  expect(answerFrom(secrets, { ...asked, kind: 'password', isRetry: true })).toBeUndefined();
  expect(answerFrom(secrets, { ...asked, host: 'weir', kind: 'password' })).toBeUndefined();
});

test('the store has its passphrase beside the hosts, and no host has its name', () => {
  writeFileSync(file, JSON.stringify({ '@store': { passphrase: 'd' }, store: { passphrase: 'e' } }), {
    mode: 0o600,
  });
  const secrets = readSecretsFile(file);
  for (const kind of ['store-passphrase', 'new-store-passphrase'] as const) {
    expect(answerFrom(secrets, { kind, isRetry: false })).toBe('d');
    expect(answerFrom(secrets, { kind, isRetry: true })).toBeUndefined();
  }
});

test('the passphrase of a store can be changed without anybody to ask', () => {
  writeFileSync(file, JSON.stringify({ '@store': { passphrase: 'd', newPassphrase: 'e' } }), { mode: 0o600 });
  const secrets = readSecretsFile(file);
  expect(answerFrom(secrets, { kind: 'store-passphrase', isRetry: false })).toBe('d');
  expect(answerFrom(secrets, { kind: 'new-store-passphrase', isRetry: false })).toBe('e');
});

test.skipIf(process.platform === 'win32')('a file that others may read or write is refused', () => {
  for (const mode of [0o640, 0o604, 0o620, 0o602]) {
    writeFileSync(file, '{}');
    chmodSync(file, mode);
    expect(() => readSecretsFile(file)).toThrow(
      expect.objectContaining({ code: 'usage', remedy: saying(`Keep it to yourself: chmod 600 ${file}`) }),
    );
  }
});

test('what cannot be understood is refused, and no secret is repeated', () => {
  const contents = [
    'distinctive',
    '{"gate": {"passwort": "distinctive"}}',
    '{"gate": "distinctive"}',
    '["distinctive"]',
    '{"a gate": {"password": "distinctive"}}',
    '{"gate": {"newPassphrase": "distinctive"}}',
    '{"gate": {"password": "distinctive"',
  ];
  for (const content of contents) {
    writeFileSync(file, content, { mode: 0o600 });
    try {
      readSecretsFile(file);
      expect.fail('it was taken');
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'usage' });
      expect(JSON.stringify(thrown) + String((thrown as Error).stack)).not.toContain('distinctive');
    }
  }
  expect(() => readSecretsFile(join(folder, 'absent'))).toThrow(expect.objectContaining({ code: 'usage' }));
});
