/** A journal of a test's own, and its file as another program would open it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';

/** Where it will be: its folder is not made yet. All of it is gone when the test has finished. */
export function newJournalPlace(): { readonly home: string; readonly file: string } {
  const parent = mkdtempSync(join(tmpdir(), 'shiplock-journal-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const home = join(parent, 'home');
  return { home, file: join(home, 'journal.db') };
}

export function withRaw<Result>(file: string, use: (raw: Database.Database) => Result): Result {
  const raw = new Database(file);
  try {
    return use(raw);
  } finally {
    raw.close();
  }
}
