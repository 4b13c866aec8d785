/** What the probe of a route says of it, with a route of which the test says how long each sending takes. */
import { performance } from 'node:perf_hooks';
import { afterEach, expect, test, vi } from 'vitest';
import type { Session } from '../../electron/hosts/session.ts';
import { probeRate } from '../../electron/transfer/rate.ts';
import type { JoinRequest, Route } from '../../electron/transfer/route.ts';

afterEach(() => void vi.restoreAllMocks());

/** `msOf` says how long the sending of so many bytes takes, the how manieth it is of that size, from 0. */
function routeOf(msOf: (bytes: number, time: number) => number): { route: Route; sent: number[] } {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const sent: number[] = [];
  const join = async ({ source }: JoinRequest): Promise<void> => {
    const bytes = Number(source.command[2]);
    now += msOf(bytes, sent.filter((each) => each === bytes).length);
    sent.push(bytes);
  };
  return { route: { join } as Route, sent };
}

const probe = (route: Route): Promise<number> => probeRate(route, {} as Session, {} as Session);

test('a slow route is told with 128 KiB', async () => {
  const { route, sent } = routeOf((bytes) => 100 + bytes / 20);
  expect(await probe(route)).toBeCloseTo(20_000, -2);
  expect(sent.reduce((sum, bytes) => sum + bytes)).toBe(1 + 2 * 64 * 1024);
});

test('a fast route is told with its last probe', async () => {
  const { route, sent } = routeOf((bytes) => 50 + bytes / 100_000);
  expect(await probe(route)).toBeGreaterThan(50e6);
  expect(sent).toHaveLength(4);
});

test('a host that is busy for a moment does not make a fast route a slow one', async () => {
  const { route } = routeOf((bytes, time) =>
    bytes > 1 && bytes < 1e6 && time === 0 ? 30_000 : 50 + bytes / 100_000,
  );
  expect(await probe(route)).toBeGreaterThan(50e6);
});

test('a host that is busy when the probe begins does not make a slow route a fast one', async () => {
  const { route } = routeOf((bytes, time) => (bytes === 1 && time === 0 ? 400 : 50) + bytes / 12_500);
  const found = await probe(route);
  expect(found).toBeGreaterThan(11e6);
  expect(found).toBeLessThan(15e6);
});
