/** The freeze clock reads the journal alone, so it is right after a restart too. */
import { expect, test } from 'vitest';
import type { RunReport } from '../../../shared/model.ts';
import { freezeClockOf as clockOf } from '../../../renderer/state/freeze-clock.ts';
import { beganAt, begun, done, reportOf, undone } from './run-report.ts';

const here = { isCarriedOutHere: true, nowMs: Date.parse(beganAt) + 500_000 };
const freezeClockOf = (report: RunReport) => clockOf(report, here);

test('it does not run before the freeze, nor for a restore', () => {
  expect(freezeClockOf(reportOf([begun('rounds')]))).toEqual({ kind: 'none' });
  expect(freezeClockOf(reportOf(done('freeze'), { restorePoint: 'rp1' }))).toEqual({ kind: 'none' });
});

test('it ticks from the begin of the freeze until the container was let go on', () => {
  const ticking = { kind: 'ticking', since: beganAt };
  expect(freezeClockOf(reportOf([begun('freeze')]))).toEqual(ticking);
  expect(freezeClockOf(reportOf([...done('freeze', 'deliver'), begun('resume')]))).toEqual(ticking);
  expect(freezeClockOf(reportOf(done('freeze', 'deliver', 'resume')))).toEqual({ kind: 'ended', ms: 3000 });
});

test('what was measured counts once it is known', () => {
  const report = reportOf(done('freeze', 'deliver', 'resume'), { freezeMs: 850, outcome: 'committed' });
  expect(freezeClockOf(report)).toEqual({ kind: 'ended', ms: 850 });
});

test('it does not tick on when the freeze was taken back, or when nobody works on the run', () => {
  expect(freezeClockOf(reportOf(undone('freeze')))).toEqual({ kind: 'taken-back' });
  const left = reportOf(done('freeze'), { outcome: 'attention' });
  expect(freezeClockOf(left)).toEqual({ kind: 'unknown', since: beganAt });
});

test('of a run that nobody here carries out it ticks only for as long as the source would keep it frozen', () => {
  const frozen = reportOf(done('freeze'));
  const after = (ms: number) =>
    clockOf(frozen, { isCarriedOutHere: false, nowMs: Date.parse(beganAt) + ms }).kind;
  expect(after(30_000)).toBe('ticking');
  expect(after(121_000)).toBe('unknown');
});
