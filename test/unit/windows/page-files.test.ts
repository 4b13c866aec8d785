/** What a shell serves of the built window. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pageHeaders, readPageFile } from '../../../electron/page-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shiplock-page-'));
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page', 'index.html'), '<title>Shiplock</title>');
  writeFileSync(join(folder, 'secret'), 'not of the page');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('the page is what an address without a path means', async () => {
  const file = await readPageFile(join(folder, 'page'), '/');
  expect(String(file?.content)).toBe('<title>Shiplock</title>');
  expect(file?.type).toBe('text/html; charset=utf-8');
});

test.each([
  '/../secret',
  '/%2e%2e/secret',
  '/%2e%2e%2fsecret',
  '/index.html/../../secret',
  '/nothing',
  '/%',
  '/%00',
])('nothing beside the page is served: %s', async (path) => {
  expect(await readPageFile(join(folder, 'page'), path)).toBeUndefined();
});

test('a page may run and show only what is beside it, and speak only to its station', () => {
  const policy = pageHeaders('ws://127.0.0.1:4711')['Content-Security-Policy'];
  expect(policy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src ws://127.0.0.1:4711; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});
