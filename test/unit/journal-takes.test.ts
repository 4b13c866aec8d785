/** What the journal knows of restore points that are being taken, also after the process that takes one has died. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Journal, openJournal } from '../../electron/journal/journal.ts';
import type { Take } from '../../electron/journal/takes.ts';

let home: string;
let journal: Journal;
const take: Take = { key: 'k1', host: 'upper', containerId: 'c1', containerName: 'gauge' };

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'shiplock-takes-'));
  journal = openJournal(home);
});
afterEach(() => {
  journal.close();
  rmSync(home, { recursive: true });
});

const kinds = (): string[] => {
  expect(journal.history.verify().brokenAt).toBeNull();
  const raw = new Database(journal.file, { readonly: true });
  try {
    return raw.prepare<[], string>('SELECT kind FROM history ORDER BY seq').pluck().all();
  } finally {
    raw.close();
  }
};

test('a take is known until it has ended, and its outcome is history', () => {
  journal.takes.begin(take);
  expect(journal.takes.of('upper')).toMatchObject([{ ...take, isAlive: true }]);
  journal.takes.end(take, { restorePoint: 'rp1' });
  expect(journal.takes.of('upper')).toEqual([]);
  expect(kinds()).toEqual(['backup-began', 'backup-taken']);
});

test('a container is taken by one at a time, and another one beside it', () => {
  journal.takes.begin(take);
  expect(() => journal.takes.begin({ ...take, key: 'k2' })).toThrow(
    expect.objectContaining({ code: 'busy', message: expect.stringContaining('gauge on upper') }),
  );
  journal.takes.begin({ ...take, key: 'k3', containerId: 'c2' });
  expect(journal.takes.of('upper').map(({ key }) => key)).toEqual(['k1', 'k3']);
});

test('a take whose process has died is told from one that goes on, and is ended once', () => {
  const source = `
    import { openJournal } from ${JSON.stringify(path.resolve('electron/journal/journal.ts'))};
    openJournal(${JSON.stringify(home)}).takes.begin(${JSON.stringify(take)});
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', source]);
  expect(child.signal).toBe('SIGKILL');
  expect(journal.takes.of('upper')).toMatchObject([{ key: 'k1', isAlive: false, isOver: false }]);
  const error = { code: 'internal', message: 'Its process died.' } as const;
  journal.takes.end(take, { error });
  journal.takes.end(take, { error });
  expect(kinds()).toEqual(['backup-began', 'backup-failed']);
});

test('a take that could not clear up is left for whoever reaches its host next, and its outcome told once', () => {
  journal.takes.begin(take);
  journal.takes.leave(take, { restorePoint: 'rp1' });
  expect(journal.takes.of('upper')).toMatchObject([{ key: 'k1', isAlive: false, isOver: true }]);
  journal.takes.forget(take);
  expect(journal.takes.of('upper')).toEqual([]);
  expect(kinds()).toEqual(['backup-began', 'backup-taken']);
});
