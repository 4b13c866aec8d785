/** What the journal keeps only at the end of a run is told meanwhile by the process that carries it out. */
import { expect, test } from 'vitest';
import { RunsUnderWay } from '../../electron/runs-under-way.ts';
import { begun, reportOf } from './window/run-report.ts';

const round = { kind: 'files', ms: 10, pausedMs: 0, bytes: 70 } as const;
const bytesSent = { image: 30, memory: 0, rwLayer: 0, volumes: 40, log: 0 };
const report = reportOf([begun('rounds')]);

test('a run that is carried out here is told with its bytes and rounds, until its call is over', () => {
  const underWay = new RunsUnderWay();
  {
    using call = underWay.watch('moves.start', {});
    call.options.onEvent?.({ event: 'run.progress', run: 'r1', step: 'rounds', bytesSent });
    call.options.onEvent?.({ event: 'run.round', run: 'r1', round });
    expect(underWay.has('r1')).toBe(true);
    expect(underWay.withProgress(report)).toMatchObject({ bytesSent, rounds: [round] });
  }
  expect(underWay.has('r1')).toBe(false);
  expect(underWay.withProgress(report)).toEqual(report);
});

test('a run that has ended is told as the journal has it', () => {
  const underWay = new RunsUnderWay();
  using call = underWay.watch('moves.start', {});
  call.options.onEvent?.({ event: 'run.round', run: 'r1', round });
  const ended = { ...report, outcome: 'committed' as const };
  expect(underWay.withProgress(ended)).toEqual(ended);
});

test('cancelling one aborts its call, and no other', () => {
  const underWay = new RunsUnderWay();
  using one = underWay.watch('moves.start', {});
  using other = underWay.watch('moves.start', {});
  const step = { event: 'run.step', step: 'mark', state: 'began', runningOn: 'upper' } as const;
  one.options.onEvent?.({ ...step, run: 'r1' });
  other.options.onEvent?.({ ...step, run: 'r2' });
  underWay.cancel('r1');
  expect(one.options.signal?.aborted).toBe(true);
  expect(other.options.signal?.aborted).toBe(false);
  expect(() => underWay.cancel('r3')).toThrow('not under way');
});

test('a run that was settled on the way to something else is not cancelled with it', () => {
  const underWay = new RunsUnderWay();
  const step = { event: 'run.step', step: 'mark', state: 'began', runningOn: 'upper' } as const;
  using move = underWay.watch('moves.start', {});
  move.options.onEvent?.({ ...step, run: 'r1' });
  move.options.onEvent?.({ event: 'run.reconciled', run: 'r1', outcome: 'committed' });
  move.options.onEvent?.({ ...step, run: 'r2' });
  expect(() => underWay.cancel('r1')).toThrow('not under way');
  using policies = underWay.watch('policies.watch', {});
  policies.options.onEvent?.({ ...step, run: 'r3' });
  expect(() => underWay.cancel('r3')).toThrow('not under way');
});
