/** When a policy wants its next restore point. */
import { expect, test } from 'vitest';
import { standingOf } from '../../../electron/backups/policy/due.ts';

const policy = { everySeconds: 3600, setAt: '2026-05-01T10:00:00.000Z' };
const standing = (points: readonly string[], now: string) => {
  const { dueAt, overdueAt } = standingOf(
    policy,
    points.map((at) => ({ at })),
    Date.parse(now),
  );
  return [dueAt, overdueAt].map((at) => new Date(at).toISOString().slice(0, 16));
};

test('an interval after the latest that exists, whatever their order, and in any case after two', () => {
  const points = ['2026-05-02T08:00:00Z', '2026-05-02T09:30:00Z', '2026-05-02T07:00:00Z'];
  expect(standing(points, '2026-05-02T09:45:00Z')).toEqual(['2026-05-02T10:30', '2026-05-02T11:30']);
});

test('the first one when the policy is set, and in any case an interval later', () => {
  expect(standing([], '2026-05-01T10:00:01Z')).toEqual(['2026-05-01T10:00', '2026-05-01T11:00']);
});

test('a point of a clock that was set back since does not keep others from being taken', () => {
  const points = ['2027-01-01T00:00:00Z', '2026-05-02T09:00:00Z'];
  expect(standing(points, '2026-05-02T09:30:00Z')).toEqual(['2026-05-02T10:00', '2026-05-02T11:00']);
});

test('a clock that was set back before everything that is known makes it due, and overdue, at once', () => {
  const now = '2020-01-01T00:00:00Z';
  expect(standing(['2026-05-02T09:00:00Z'], now)).toEqual(['2019-12-31T23:00', '2020-01-01T00:00']);
});

test('a clock that was set back by seconds takes none again', () => {
  expect(standing(['2026-05-02T09:00:05Z'], '2026-05-02T09:00:00Z')[0]).toBe('2026-05-02T10:00');
});
