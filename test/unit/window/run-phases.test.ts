/** A run's phases follow from its steps, however it goes. */
import { expect, test } from 'vitest';
import type { RunReport } from '../../../shared/model.ts';
import { phasesOf } from '../../../renderer/state/run-phases.ts';
import { begun, done, reportOf, undone } from './run-report.ts';

const statesOf = (report: RunReport) =>
  Object.fromEntries(phasesOf(report).map(({ name, state }) => [name, state]));

const prepared = done('mark', 'workspace', 'route', 'runtime');
const copied = [...prepared, ...done('image', 'data', 'create', 'rounds')];

test('what is over is done, what is begun is under way, and the rest is to come', () => {
  expect(statesOf(reportOf([...prepared, ...done('image'), begun('data')]))).toEqual({
    prepare: 'done',
    copy: 'running',
    freeze: 'waiting',
    check: 'waiting',
    tidy: 'waiting',
  });
});

test('between two steps of a phase it is still under way', () => {
  expect(statesOf(reportOf([...prepared, ...done('image')]))).toMatchObject({ copy: 'running' });
});

test('a phase takes from the begin of its first step to the end of its last', () => {
  const [prepare] = phasesOf(reportOf(copied));
  expect(prepare).toMatchObject({ startedAt: '2026-03-01T08:00:00.000Z', ms: 4000 });
});

test('a run on its way back tells what is taken back already and what is not', () => {
  const steps = [...prepared, ...done('image', 'data', 'create'), ...undone('rounds', 'freeze', 'deliver')];
  expect(statesOf(reportOf(steps))).toEqual({
    prepare: 'undoing',
    copy: 'undoing',
    freeze: 'undone',
    check: 'waiting',
    tidy: 'waiting',
  });
});

test('a run that was taken back shows every phase that it had begun as taken back', () => {
  const report = reportOf(undone('mark', 'workspace', 'route'), { outcome: 'rolled-back' });
  expect(statesOf(report)).toMatchObject({ prepare: 'undone', copy: 'waiting' });
});

test('a run that stopped with a failure says where, and one that broke off says that it did not finish', () => {
  const failed = [...copied, ...done('freeze'), { name: 'deliver', state: 'failed' as const }];
  expect(statesOf(reportOf(failed, { outcome: 'attention' }))).toMatchObject({ freeze: 'failed' });
  const brokenOff = reportOf([...copied, begun('freeze')], { outcome: 'attention' });
  expect(statesOf(brokenOff)).toMatchObject({ copy: 'done', freeze: 'unfinished' });
});

test('a restore that has nothing to exchange goes past those steps', () => {
  const steps = done('mark', 'workspace', 'runtime', 'image', 'data', 'create', 'deliver', 'resume', 'check');
  expect(statesOf(reportOf(steps, { restorePoint: 'rp1' }))).toEqual({
    prepare: 'done',
    copy: 'done',
    change: 'done',
    check: 'running',
    tidy: 'waiting',
  });
});
