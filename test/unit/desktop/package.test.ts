/** What a package holds: the compiled app and the npm packages that it needs. The packing itself wants Electron's runtime. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPackage } from '../../../build/packages/check-package.ts';
import packageLock from '../../../package-lock.json' with { type: 'json' };
import { makeApp } from '../../../build/window/make-app.ts';

const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
let resources: string;

beforeAll(async () => {
  resources = mkdtempSync(join(tmpdir(), 'shiplock-package-'));
  const app = join(resources, 'app');
  cpSync(await makeApp(), app, { recursive: true });
  for (const [path, found] of Object.entries(packageLock.packages)) {
    if (path === '' || 'dev' in found || 'devOptional' in found || 'optional' in found) continue;
    cpSync(join(root, path), join(app, path), { recursive: true, filter: isOfNoBuilding });
  }
  // Of the optional ones, those for this system are there.
  const keyring = 'node_modules/@napi-rs';
  cpSync(join(root, keyring), join(app, keyring), { recursive: true, filter: isOfNoBuilding });
}, 300_000);

afterAll(() => rmSync(resources, { recursive: true, force: true }));

/** What `electron-builder.js` leaves out, and electron-builder itself. */
const isOfNoBuilding = (path: string): boolean =>
  !/\.(ts|mts|cts|map)$|\/better-sqlite3\/(deps|src)$|\/ssh2\/lib\/protocol\/crypto\/build$/.test(path);

test('a package holds all that it needs, and neither sources, tests nor what only building needs', () => {
  checkPackage(resources);
});

test.each([
  ['a source', 'app/electron/station.ts'],
  ['a map', 'app/dist/window/assets/index.js.map'],
  ['a test', 'app/test/edge/host.js'],
  ['what only building needs', 'app/node_modules/react/index.js'],
])('%s in a package is noticed', (_, path) => {
  const file = join(resources, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  try {
    expect(() => checkPackage(resources)).toThrow(`not to be in the package: ${path}`);
  } finally {
    rmSync(file);
  }
});

test('a file that is missing in a package is noticed', () => {
  expect(() => checkPackage(join(resources, 'app'))).toThrow('missing in the package: app/electron/cli.js');
});

test('the command line works from the package’s folder with Node alone, in an empty data folder', async () => {
  const cli = join(resources, 'app/electron/cli.js');
  const home = join(resources, 'home');
  const { stdout } = await run(process.execPath, [cli, '--home', home, '--json', 'hosts', 'list']);
  expect(JSON.parse(stdout)).toEqual([]);
});

test('the package’s own processes start: a passphrase wraps a key, and opens it', async () => {
  const passphrase = join(resources, 'app/electron/backups/store/keys/passphrase.js');
  const program = `
    const { wrapForPassphrase, unwrapWithPassphrase } = await import(${JSON.stringify(passphrase)});
    const wrapped = await wrapForPassphrase(new Uint8Array(32).fill(7), 'four or five random words');
    process.stdout.write((await unwrapWithPassphrase(wrapped, 'four or five random words')).join());
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
  expect(stdout).toBe(Array(32).fill(7).join());
});

test('the page’s preload script is one file that asks for Electron and nothing else', () => {
  const exposed: string[] = [];
  const electron = { contextBridge: { exposeInMainWorld: (name: string) => void exposed.push(name) } };
  const asked: string[] = [];
  const text = readFileSync(join(resources, 'app/electron/preload.cjs'), 'utf8');
  vm.runInNewContext(text, {
    require: (name: string) => {
      asked.push(name);
      return electron;
    },
  });
  expect(asked).toEqual(['electron']);
  expect(exposed).toEqual(['shiplock']);
});
