/** Every golden journal, as its version wrote it, opens in this one and is understood. On hosts: `test/integration`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openJournal } from '../../electron/journal/journal.ts';
import { newestVersion } from '../../electron/journal/schema/apply.ts';
import { movePlan } from '../../electron/migration/move-plan.ts';
import { steps } from '../../electron/migration/steps/index.ts';
import { Station } from '../../electron/station.ts';
import { asRunId } from '../../shared/ids.ts';
import { runReport } from '../../shared/model.ts';
import { goldenJournals } from '../golden/golden.ts';
import { stateNamed, states } from '../golden/states.ts';
import { readTables, type Tables, writeTables } from '../golden/tables.ts';
import { fill, hide } from '../golden/values.ts';

const run = asRunId('r1');

/** A home with that journal in it. */
class Home implements Disposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'shiplock-golden-'));
  readonly file = path.join(this.folder, 'journal.db');

  constructor(tables: Tables, chain: 'as-written' | 'anew') {
    writeTables(this.file, tables, chain);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}

describe.each(goldenJournals())('the golden journal of $version, broken off at $state', (golden) => {
  const { tables, values } = golden;
  const { killedAt, after } = stateNamed(golden.state);
  let home: Home;
  beforeAll(() => {
    home = new Home(fill(tables, values), 'as-written');
  });
  afterAll(() => home[Symbol.dispose]());

  test('opens, gets the newest schema, and its history is as it was written', () => {
    using journal = openJournal(home.folder);
    const entries = tables.rows['history']?.length;
    expect(entries).toBeGreaterThan(3);
    expect(journal.history.verify()).toEqual({ entries, brokenAt: null });
    expect(readTables(home.file).schema).toBe(newestVersion);
  });

  test('holds a plan, steps and hosts that are understood', () => {
    using journal = openJournal(home.folder);
    const record = journal.runs.get(run);
    expect(record.state).toBe(after === undefined ? 'running' : 'attention');
    expect(movePlan.parse(record.plan)).toMatchObject({ key: values['run.key'] });
    expect(journal.hosts.list()).toMatchObject([{ name: record.target }, { name: record.source }]);
    const taken = journal.steps.of(run).map(({ name }) => name);
    expect(taken).toContain(killedAt);
    expect(steps.map(({ name }): string => name)).toEqual(expect.arrayContaining(taken));
  });

  test('is shown', async () => {
    using station = new Station(home.folder);
    const report = await station.call('runs.show', { run });
    expect(runReport.parse(report)).toMatchObject({ container: 'gauge', from: 'upper', to: 'lower' });
    expect(await station.call('runs.list', {})).toHaveLength(1);
  });

  test('can be of other hosts: then its hashes are other ones, and nothing of the first is left', () => {
    const others = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value + 1 : name]),
    );
    using elsewhere = new Home(fill(tables, others), 'anew');
    using journal = openJournal(elsewhere.folder);
    expect(journal.history.verify().brokenAt).toBeNull();
    const text = JSON.stringify([journal.runs.get(run), journal.steps.of(run), journal.history.ofRun(run)]);
    for (const value of Object.values(values).filter((each) => typeof each === 'string')) {
      expect(text).not.toContain(value);
    }
    expect(hide(fill(tables, values), values)).toEqual(tables);
  });
});

test('a run can break off at every step of this version, and golden journals tell of it', () => {
  expect(new Set(states.map(({ killedAt }) => killedAt))).toEqual(new Set(steps.map(({ name }) => name)));
  expect(goldenJournals()).not.toEqual([]);
});
