/** Whom an incident log asks about a run, by journals that broke off at different steps. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AskedOfHost, askedOfRun } from '../../../electron/incidents/asked-of-run.ts';
import { openJournal } from '../../../electron/journal/journal.ts';
import { asRunId } from '../../../shared/ids.ts';
import { goldenJournals } from '../../golden/golden.ts';
import { writeTables } from '../../golden/tables.ts';
import { fill } from '../../golden/values.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'shiplock-asked-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function askedAt(state: string): AskedOfHost[] {
  const golden = goldenJournals().find((each) => each.version === '0.1.0' && each.state === state);
  if (golden === undefined) throw new Error(`there is no golden journal ${state}`);
  writeTables(path.join(home, 'journal.db'), fill(golden.tables, golden.values), 'as-written');
  using journal = openJournal(home);
  return askedOfRun(journal, asRunId('r1'));
}

test('before the commit both hosts are asked about their copy of the container', () => {
  const asked = askedAt('resume');
  expect(asked.map(({ container }) => container)).toEqual([expect.any(String), expect.any(String)]);
  expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
});

test('after it the source is not asked for a log that went with the container to the target', () => {
  const [source, target] = askedAt('retire');
  expect(source).toEqual({ host: expect.any(String), key: target?.key });
  expect(target?.container).toEqual(expect.any(String));
});

test('a run that prepares its hosts has no copy on the target yet', () => {
  const [source, target] = askedAt('workspace');
  expect(source?.container).toEqual(expect.any(String));
  expect(target?.container).toBeUndefined();
});
