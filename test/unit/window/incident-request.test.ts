/** What is chosen for an incident log is what the station is asked for. */
import { expect, test } from 'vitest';
import {
  exportRequest,
  incidentFileName,
  type IncidentWish,
  isComplete,
} from '../../../renderer/screens/incidents/incident-request.ts';
import { methods } from '../../../shared/contract.ts';

const wish: IncidentWish = { scope: 'run', run: 'r3', since: '', language: 'zh', askHosts: true };
const now = new Date('2026-01-31T08:00:05Z');

test('of a run, of a day, since a local time, or of everything: each is taken by the contract', () => {
  const asked = (more: Partial<IncidentWish>) =>
    methods['incidents.export'].input.parse(exportRequest({ ...wish, ...more }, '/tmp/log.zip', now));
  expect(asked({})).toMatchObject({ run: 'r3', language: 'zh', askHosts: true, out: '/tmp/log.zip' });
  expect(asked({ scope: 'day' })).toMatchObject({ since: '2026-01-30T08:00:05.000Z' });
  const since = asked({ scope: 'time', since: '2026-01-31T08:00' }).since ?? '';
  expect(new Date(since)).toEqual(new Date(2026, 0, 31, 8, 0));
  expect(asked({ scope: 'all' })).not.toMatchObject({ run: expect.anything() });
});

test('nothing is asked for before a run or a time was chosen', () => {
  expect(isComplete(wish)).toBe(true);
  expect(isComplete({ ...wish, run: '' })).toBe(false);
  expect(isComplete({ ...wish, scope: 'time' })).toBe(false);
  expect(isComplete({ ...wish, scope: 'all', run: '' })).toBe(true);
});

test('a name for the file tells its second, so that a second log is another file', () => {
  expect(incidentFileName(new Date(2026, 0, 31, 8, 0, 5))).toBe('shiplock-incident-20260131-080005.zip');
});
