/** Runs as they are listed and looked on at, by the journal alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Journal, openJournal } from '../../../electron/journal/journal.ts';
import type { RunsWanted } from '../../../electron/journal/runs-overview.ts';
import { Onlookers } from '../../../electron/onlookers.ts';
import { reportOf } from '../../../electron/migration/report.ts';
import { watchRunList } from '../../../electron/run-list.ts';
import { RunsUnderWay } from '../../../electron/runs-under-way.ts';
import type { Event } from '../../../shared/contract.ts';
import { asRunId, type RunId } from '../../../shared/ids.ts';
import { until } from '../../edge/condition.ts';

let home: string;
let journal: Journal;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'shiplock-overview-'));
  journal = openJournal(home);
});
afterEach(() => {
  journal.close();
  rmSync(home, { recursive: true });
});

const begin = (containerName: string, plan: unknown = {}): RunId =>
  journal.runs.begin({ containerName, containerId: containerName, source: 'upper', target: 'lower', plan });

test('a page has the newest runs first, and the next one goes on where it ended', () => {
  for (let count = 1; count <= 5; count += 1) begin(`gauge-${count}`);
  const first = journal.runsOverview.page({ limit: 2 });
  expect(first.map(({ id }) => id)).toEqual(['r5', 'r4']);
  const next = journal.runsOverview.page({ limit: 10, before: first.at(-1)?.id });
  expect(next.map(({ id }) => id)).toEqual(['r3', 'r2', 'r1']);
  expect(journal.runsOverview.page()).toHaveLength(5);
});

test('runs are found by how they stand and by what their line says, a page at a time', () => {
  journal.runs.finish(begin('gauge-1'), 'committed');
  journal.runs.finish(begin('gauge-2'), 'attention');
  begin('Pump');
  begin('valve', { kind: 'restore', origin: { host: 'river' }, point: 'rp9' });
  const found = (wanted: RunsWanted): string[] => journal.runsOverview.page(wanted).map(({ id }) => id);
  expect(found({ states: ['running', 'attention'] })).toEqual(['r4', 'r3', 'r2']);
  expect(found({ states: [] })).toEqual([]);
  expect(found({ mentions: 'GAUGE' })).toEqual(['r2', 'r1']);
  expect(found({ mentions: 'pump' })).toEqual(['r3']);
  expect(found({ mentions: 'r1' })).toEqual(['r1']);
  expect(found({ mentions: 'rp9' })).toEqual(['r4']);
  expect(found({ mentions: 'upper' }), 'a restore is from where its point was taken').toEqual([
    'r3',
    'r2',
    'r1',
  ]);
  expect(found({ mentions: '%' })).toEqual([]);
  expect(found({ mentions: 'gauge', limit: 1 })).toEqual(['r2']);
  expect(found({ mentions: 'gauge', states: ['committed'], before: asRunId('r2') })).toEqual(['r1']);
});

test('a line says what a report does', () => {
  const move = begin('gauge', { kind: 'other', origin: { host: 'elsewhere' }, point: 'rp9' });
  journal.runs.finish(move, 'committed', { report: { freezeMs: 80 } });
  begin('pump', { kind: 'restore', origin: { host: 'river' }, point: 'rp3' });
  expect(journal.runsOverview.page()).toMatchObject([
    { id: 'r2', container: 'pump', from: 'river', to: 'lower', state: 'running', restorePoint: 'rp3' },
    { id: 'r1', from: 'upper', to: 'lower', state: 'committed', freezeMs: 80, restorePoint: undefined },
  ]);
});

test('runs that have not ended are those of either end, oldest first', () => {
  journal.runs.finish(begin('gauge'), 'committed');
  journal.runs.finish(begin('pump'), 'attention');
  begin('valve');
  for (const host of ['upper', 'lower'])
    expect(journal.runs.unfinished(host).map(({ id }) => id)).toEqual(['r2', 'r3']);
  expect(journal.runs.unfinished('third')).toEqual([]);
});

test('that a run was begun, ended or taken up again is told, and nothing else of it', async () => {
  const told: string[] = [];
  const over = new AbortController();
  const run = begin('gauge');
  const onEvent = (event: Event): void => void (event.event === 'runs.changed' && told.push(event.run));
  const watching = watchRunList(journal, { signal: over.signal, onEvent });
  const begun = begin('pump');
  await until('a new run is told', () => told.includes(begun));
  journal.steps.intend(begun, 'mark');
  journal.runs.finish(run, 'attention');
  await until('an end is told', () => told.includes(run));
  journal.runs.claim(run);
  await until('a new beginning is told', () => told.filter((each) => each === run).length === 2);
  expect(told).toEqual([begun, run, run]);
  over.abort();
  expect(await watching).toEqual({});
});

test('a run is told at once and whenever it changes, until it has ended', async () => {
  const run = begin('gauge');
  const told: (readonly string[])[] = [];
  const onlookers = new Onlookers(
    journal,
    (id) => reportOf(journal, journal.runs.get(id)),
    new RunsUnderWay(),
  );
  const watching = onlookers.watchRun(
    { run },
    {
      onEvent: (event) => {
        if (event.event === 'run.changed') told.push(event.report.steps.map(({ name }) => name));
      },
    },
  );
  await until('it is told', () => told.length === 1);
  journal.steps.intend(run, 'mark');
  await until('its step is told', () => told.length === 2);
  journal.steps.succeed(run, 'mark', { ms: 1 });
  journal.runs.finish(run, 'rolled-back');
  expect(await watching).toMatchObject({ run, outcome: 'rolled-back' });
  expect(told.slice(0, 2)).toEqual([[], ['mark']]);
});

test('whoever does not want to watch any more is let go without a failure', async () => {
  const run = begin('gauge');
  const onlookers = new Onlookers(
    journal,
    (id) => reportOf(journal, journal.runs.get(id)),
    new RunsUnderWay(),
  );
  const over = new AbortController();
  const watching = onlookers.watchRun({ run }, { signal: over.signal });
  over.abort();
  expect(await watching).toMatchObject({ run, outcome: null });
});

test('a run that is not known is refused', async () => {
  const onlookers = new Onlookers(
    journal,
    (id) => reportOf(journal, journal.runs.get(id)),
    new RunsUnderWay(),
  );
  await expect(onlookers.watchRun({ run: 'r7' }, {})).rejects.toMatchObject({ code: 'not-found' });
});
