/** Which files wait for the pause, by what the takes before have seen. */
import { expect, test } from 'vitest';
import type { Restless } from '../../../electron/backups/restore-point.ts';
import { RestlessFiles } from '../../../electron/backups/take/restless.ts';

const mebibyte = 1024 * 1024;
const place = '/data';

interface TakeSeen {
  readonly listed: Readonly<Record<string, number>>;
  readonly changedAgain?: readonly string[];
  readonly cloned?: readonly string[];
  /** Bytes a second. */
  readonly copied?: number;
  readonly fetched?: number;
}

/** A take of 10 MiB that sees these files change, and what it learns. */
function take(
  known: Restless | undefined,
  { listed, changedAgain = [], cloned = [], copied = 400e6, fetched = 10e6 }: TakeSeen,
): { waiting: string[]; learned: Restless } {
  const files = new RestlessFiles(known);
  for (const [name, bytes] of Object.entries(listed)) files.waits(place, Buffer.from(name), bytes);
  const waiting = files.waitingIn(place).map(String);
  for (const name of changedAgain) files.wasKept(place, Buffer.from(name), cloned.includes(name));
  files.copied(10 * mebibyte);
  files.copiedIn((10 * mebibyte * 1000) / copied);
  files.fetched(10 * mebibyte, (10 * mebibyte * 1000) / fetched);
  return { waiting, learned: files.learned() };
}

const database: TakeSeen = { listed: { database: mebibyte }, changedAgain: ['database'] };

test('of a container that was never taken nothing waits', () => {
  expect(take(undefined, database).waiting).toEqual([]);
});

test('what has changed again waits the next time, what has not does not, and small files never do', () => {
  const listed = { database: mebibyte, upload: mebibyte, note: 60_000 };
  const { learned } = take(undefined, { listed, changedAgain: ['database', 'note'] });
  expect(take(learned, { listed }).waiting).toEqual(['database']);
});

test('what stops changing soon waits no more, and is forgotten', () => {
  let { learned } = take(undefined, database);
  const waited: boolean[] = [];
  for (let again = 0; again < 6; again += 1) {
    const taken = take(learned, { listed: { database: mebibyte } });
    waited.push(taken.waiting.length > 0);
    ({ learned } = taken);
  }
  expect(waited).toEqual([true, true, false, false, false, false]);
  expect(learned.files).toEqual([]);
});

test('a link that is fast against the copying asks for more certainty than a slow one', () => {
  const doubtful = (fetched: number) => {
    const { learned } = take(undefined, { ...database, fetched });
    const once = take(learned, { listed: { database: mebibyte }, fetched });
    return take(once.learned, { listed: { database: mebibyte } }).waiting;
  };
  expect(doubtful(100e6)).toEqual([]);
  expect(doubtful(1e6)).toEqual(['database']);
});

test('no more waits than the host copies in a quarter of a second', () => {
  const listed = { a: 20 * mebibyte, b: 20 * mebibyte, c: 20 * mebibyte };
  const busy: TakeSeen = { listed, changedAgain: Object.keys(listed), copied: 200e6, fetched: 1e6 };
  const { learned } = take(undefined, busy);
  expect(take(learned, busy).waiting).toEqual(['a', 'b']);
  expect(take({ ...learned, copiedPerSecond: undefined }, busy).waiting).toEqual([]);
});

test('what the host clones waits whatever its size, and as long as it is known to change', () => {
  const listed = { disk: 1e12, database: mebibyte };
  const { learned } = take(undefined, { listed, changedAgain: ['disk', 'database'], cloned: ['disk'] });
  const once = take(learned, { listed });
  expect(once.waiting).toEqual(['disk', 'database']);
  expect(take(take(once.learned, { listed }).learned, { listed }).waiting).toEqual(['disk']);
  const after = new RestlessFiles(learned);
  after.giveUp();
  expect(after.waits(place, Buffer.from('disk'), 1e12)).toBe(false);
});

test('the answer for a file stays the same, until the pause was too long: then nothing waits', () => {
  const files = new RestlessFiles(take(undefined, database).learned);
  const ask = () => files.waits(place, Buffer.from('database'), mebibyte);
  expect([ask(), ask()]).toEqual([true, true]);
  files.giveUp();
  expect(ask()).toBe(false);
  expect(files.waitingIn(place)).toEqual([]);
});

test('a name that is no text, and the same name in another place, are told apart', () => {
  const path = Buffer.from([0xff, 0x2f, 0xfe]);
  const before = new RestlessFiles();
  before.waits(place, path, mebibyte);
  before.wasKept(place, path);
  const files = new RestlessFiles({ ...before.learned(), copiedPerSecond: 400e6 });
  expect(files.waits('/', path, mebibyte)).toBe(false);
  expect(files.waits(place, path, mebibyte)).toBe(true);
  expect(files.waitingIn(place)).toEqual([path]);
});

test('however many files change, few are known by name: the largest', () => {
  const listed = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, 70_000 + i]));
  const { learned } = take(undefined, { listed, changedAgain: Object.keys(listed) });
  expect(learned.files).toHaveLength(64);
  expect(learned.files[0]).toMatchObject({ path: 'f4999' });
});
