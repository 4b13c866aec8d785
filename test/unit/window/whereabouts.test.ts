/** Nothing is said to run on a host that does not answer, or where it was seen to run no more. */
import { expect, test } from 'vitest';
import type { ContainerSummary } from '../../../shared/model.ts';
import type { HostSight } from '../../../shared/window-methods.ts';
import { silentHosts, whereaboutsOf } from '../../../renderer/state/whereabouts.ts';
import { beganAt, begun, done, reportOf, undone } from './run-report.ts';

const seen = { clock: { kind: 'none' }, lost: [], isCarriedOutHere: false, sights: {} } as const;

const after = (seconds: number): string => new Date(Date.parse(beganAt) + seconds * 1000).toISOString();
const gauge: ContainerSummary = {
  ...{ id: '1', name: 'gauge', image: 'gauge', status: 'Up 3 minutes', ports: [] },
  state: 'running',
};

function sightOf(host: string, more: Partial<HostSight>): Record<string, HostSight> {
  return { [host]: { host, at: after(60), state: 'up', ...more } };
}

test('where the journal says, as long as nothing speaks against it', () => {
  expect(whereaboutsOf(reportOf([begun('rounds')]), seen)).toEqual({ kind: 'runs', host: 'upper' });
});

test('a host that does not answer is not said to run it, whoever has noticed', () => {
  const report = reportOf([begun('rounds')]);
  const silent = { kind: 'silent', host: 'upper' };
  const sights = sightOf('upper', { state: 'unreachable' });
  expect(whereaboutsOf(report, { ...seen, sights })).toEqual(silent);
  expect(whereaboutsOf(report, { ...seen, isCarriedOutHere: true, lost: ['upper'] })).toEqual(silent);
  expect(silentHosts(report, { ...seen, sights })).toEqual(['upper']);
  // Of the other one it is another matter.
  expect(whereaboutsOf(report, { ...seen, sights: sightOf('lower', { state: 'unreachable' }) })).toEqual({
    kind: 'runs',
    host: 'upper',
  });
});

test('a container that was moved on since is told to have left, once its host was seen without it', () => {
  const report = reportOf(done('resume', 'commit', 'tidy'), { runningOn: 'lower', outcome: 'committed' });
  const where = (more: Partial<HostSight>): string =>
    whereaboutsOf(report, { ...seen, sights: sightOf('lower', more) }).kind;
  expect(where({ containers: [] })).toBe('left');
  expect(where({ containers: [{ ...gauge, state: 'exited' }] })).toBe('left');
  expect(where({ containers: [gauge] })).toBe('runs');
  // As it was seen while the run was not over yet.
  expect(where({ containers: [], at: after(1) })).toBe('runs');
  expect(where({})).toBe('runs');
});

test('frozen, it runs on no host; and nobody knows once the clock has stopped', () => {
  const report = reportOf([...done('freeze'), begun('deliver')], { runningOn: null });
  const clock = { kind: 'ticking', since: beganAt } as const;
  expect(whereaboutsOf(report, { ...seen, clock })).toEqual({ kind: 'frozen' });
  expect(whereaboutsOf(report, seen)).toEqual({ kind: 'nowhere' });
});

test('while it is restored, what runs under its name is what was there before, until that makes way', () => {
  const restore = { restorePoint: 'rp1', runningOn: null };
  const sights = sightOf('upper', { containers: [gauge] });
  const copying = reportOf([...done('image'), begun('data')], restore);
  expect(whereaboutsOf(copying, { ...seen, sights })).toEqual({ kind: 'older', host: 'upper' });
  expect(whereaboutsOf(copying, seen)).toEqual({ kind: 'restoring' });
  // As it was seen some seconds ago.
  const making = reportOf([...done('data'), begun('park')], restore);
  expect(whereaboutsOf(making, { ...seen, sights })).toEqual({ kind: 'restoring' });
  // The one that is to make way is in the journal, too.
  expect(whereaboutsOf({ ...copying, runningOn: 'upper' }, seen)).toEqual({ kind: 'older', host: 'upper' });
  const resumed = { ...restore, runningOn: 'lower' };
  expect(whereaboutsOf(reportOf(done('park', 'resume'), resumed), seen)).toEqual({
    kind: 'runs',
    host: 'lower',
  });
  const takenBack = reportOf(undone('data', 'park'), { ...restore, outcome: 'rolled-back' });
  expect(whereaboutsOf(takenBack, { ...seen, sights })).toEqual({ kind: 'older', host: 'upper' });
  expect(whereaboutsOf(takenBack, seen)).toEqual({ kind: 'not-restored' });
});
