/** What a restore replaces comes back whatever the exchange had come to, and is kept when it went through. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = path.join(import.meta.dirname, '../../electron/backups/restore/exchange.sh');
let home: string;
let names: [live: string, arrived: string, replaced: string];

const exchange = (...args: readonly string[]): string =>
  execFileSync('sh', [script, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

function place(folder: string, holds: string): void {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'file'), holds);
}

const heldBy = (folder: string): string => readFileSync(path.join(folder, 'file'), 'utf8');

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'shiplock-exchange-'));
  names = [
    path.join(home, 'a folder'),
    path.join(home, 'a folder-arriving'),
    path.join(home, 'a folder-parked'),
  ];
  place(names[0], 'older');
  place(names[1], 'restored');
});
afterEach(() => rmSync(home, { recursive: true }));

/** Everything that a process which dies in the middle may leave. */
const stages = {
  'not begun': () => undefined,
  'put aside': ([live, , replaced]: typeof names) => renameSync(live, replaced),
  done: (all: typeof names) => void exchange('forward', ...all),
};

test.each(Object.keys(stages) as (keyof typeof stages)[])('%s: it goes through, however often', (stage) => {
  const [live, arrived, replaced] = names;
  stages[stage](names);
  for (let times = 0; times < 2; times += 1) exchange('forward', live, arrived, replaced);
  expect([heldBy(live), heldBy(replaced)]).toEqual(['restored', 'older']);
  expect(readdirSync(home)).toEqual(['a folder', 'a folder-parked']);
});

test.each(Object.keys(stages) as (keyof typeof stages)[])('%s: it is taken back, however often', (stage) => {
  const [live, arrived, replaced] = names;
  stages[stage](names);
  for (let times = 0; times < 2; times += 1) exchange('back', live, arrived, replaced);
  expect([heldBy(live), heldBy(arrived)]).toEqual(['older', 'restored']);
  expect(readdirSync(home)).toEqual(['a folder', 'a folder-arriving']);
});

test('what has not arrived replaces nothing', () => {
  const [live, arrived, replaced] = names;
  rmSync(arrived, { recursive: true });
  expect(() => exchange('forward', live, arrived, replaced)).toThrow();
  expect(heldBy(live)).toBe('older');
});

test('what was replaced is dropped only if it holds nothing', () => {
  const [live, arrived] = names;
  expect(exchange('drop', live)).toBe('kept');
  rmSync(path.join(arrived, 'file'));
  expect(exchange('drop', arrived)).toBe('');
  expect(readdirSync(home)).toEqual(['a folder']);
});

test('what was replaced becomes the contents of a new folder', () => {
  const volume = path.join(home, 'volume');
  mkdirSync(volume);
  for (let times = 0; times < 2; times += 1) exchange('adopt', names[0], volume);
  expect(heldBy(volume)).toBe('older');
});
