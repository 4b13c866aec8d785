/** What an estimate learns from, as it is found in a journal that holds much else. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Journal, openJournal } from '../../electron/journal/journal.ts';
import { lastDirectRate, pastRuns } from '../../electron/migration/past-runs.ts';
import type { Forecast, Plan } from '../../shared/model.ts';
import { newJournalPlace } from './journal-file.ts';

let journal: Journal;

beforeEach(() => {
  journal = openJournal(newJournalPlace().home);
});
afterEach(() => journal.close());

const nothing = { image: 0, memory: 0, rwLayer: 0, volumes: 0, log: 0 };
const range = { low: 1, likely: 2, high: 3 };

function plan(container: string, from: string, to: string, route: Forecast['route']): Plan {
  const figures = { freezeMs: 2, totalMs: 2, bytes: 2 };
  const ranges = { freezeMs: range, totalMs: range, bytes: range };
  return {
    ...{ container, from, to, route: 'auto', movable: true, findings: [], differences: [], bytes: nothing },
    connections: 'none',
    estimate: {
      pace: { roundTripMs: 1 },
      forecasts: [{ route, bytesPerSecond: 1000, ...ranges, unlearned: figures }],
      learnedFrom: 0,
    },
  };
}

/** `freezeMs` tells one from another. */
function move(
  container: string,
  from: string,
  to: string,
  freezeMs: number,
  route: Forecast['route'] = 'relay',
): void {
  const shown = plan(container, from, to, route);
  const run = journal.runs.begin({
    containerName: container,
    containerId: container,
    source: from,
    target: to,
    plan: { shown },
  });
  const log = {
    rounds: [],
    freezeParts: [],
    remarks: [],
    compression: { image: 'none', files: 'none', memory: 'none' },
  };
  const report = { ...log, bytesSent: nothing, freezeMs, workMs: 9, route, bytesPerSecond: freezeMs * 1000 };
  journal.runs.finish(run, 'committed', { report });
}

test('moves of the same container over the same link are learned from, however many others came since', () => {
  for (const freezeMs of [1, 2, 3]) move('gauge', 'upper', 'lower', freezeMs);
  move('gauge', 'lower', 'upper', 4);
  for (let count = 0; count < 60; count += 1) move('pump', 'upper', 'third', 100);
  move('gauge', 'upper', 'third', 5);
  const past = pastRuns(journal, { from: 'upper', to: 'lower', container: 'gauge' });
  const ofGauge = past.filter(({ container }) => container === 'gauge');
  expect(ofGauge.map(({ happened }) => happened.freezeMs)).toEqual([5, 4, 3, 2, 1]);
  expect(past.length, 'of all others, those of late').toBeLessThanOrEqual(54);
});

test('a run that was taken back, or is a restore, teaches nothing', () => {
  const run = journal.runs.begin({
    ...{ containerName: 'gauge', containerId: 'c', source: 'upper', target: 'lower' },
    plan: { shown: plan('gauge', 'upper', 'lower', 'relay') },
  });
  journal.runs.finish(run, 'rolled-back');
  const restore = { kind: 'restore', point: 'rp1', origin: { host: 'upper' } };
  const other = journal.runs.begin({
    containerName: 'pump',
    containerId: 'd',
    source: 'upper',
    target: 'lower',
    plan: restore,
  });
  journal.runs.finish(other, 'committed');
  expect(pastRuns(journal, { from: 'upper', to: 'lower', container: 'gauge' })).toEqual([]);
});

test('the direct rate is that of the last move between both hosts that went directly, in either direction', () => {
  expect(lastDirectRate(journal, 'upper', 'lower')).toBeUndefined();
  move('gauge', 'upper', 'lower', 1, 'direct');
  move('pump', 'lower', 'upper', 2, 'direct');
  move('gauge', 'upper', 'lower', 3, 'relay');
  move('gauge', 'upper', 'third', 4, 'direct');
  expect(lastDirectRate(journal, 'upper', 'lower')).toBe(2000);
  expect(lastDirectRate(journal, 'lower', 'third')).toBeUndefined();
});
