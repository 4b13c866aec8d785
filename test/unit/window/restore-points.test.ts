/** What the window makes of restore points before it shows them. */
import { expect, test } from 'vitest';
import { factsOf } from '../../../renderer/screens/restore-points/definition.ts';
import { addressOf, pointPlaceOf } from '../../../renderer/screens/restore-points/point-place.ts';
import { processTree, type ProcessBranch } from '../../../renderer/screens/restore-points/process-tree.ts';
import {
  firstChoice,
  mayGoOn,
  requestOf,
  usualWish,
} from '../../../renderer/screens/restore-points/restore-request.ts';
import { targetOf, wayTo } from '../../../renderer/screens/restore-points/stored-path.ts';
import { timelineOf } from '../../../renderer/screens/restore-points/timeline.ts';
import { wantAll, whichOf } from '../../../renderer/screens/restore-points/which-points.ts';
import type { Finding, RestorePointSummary, StoredProcess } from '../../../shared/model.ts';

const point = (number: number, more: Partial<RestorePointSummary> = {}): RestorePointSummary => ({
  name: `rp${number}`,
  at: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
  host: 'river',
  container: 'gauge',
  kind: 'with-memory',
  size: 1000,
  added: 10,
  ...more,
});

test('a line has each restore point in one mark, however many there are', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => point(10_000 - at, { container: `c${at % 3}` }));
  const timeline = timelineOf(many, 8);
  expect(timeline?.lanes.map(({ container, count }) => [container, count])).toEqual([
    ['c0', 3334],
    ['c1', 3333],
    ['c2', 3333],
  ]);
  for (const { count, marks } of timeline?.lanes ?? []) {
    expect(marks.length).toBeLessThanOrEqual(41);
    expect(marks.reduce((sum, { points }) => sum + points.length, 0)).toBe(count);
    expect(marks.every(({ at }) => at >= 0 && at <= 1)).toBe(true);
  }
});

test('containers without a lane are counted, and one restore point alone is the newest', () => {
  const points = [point(3, { container: 'a' }), point(2, { container: 'b' }), point(1, { container: 'c' })];
  expect(timelineOf(points, 2)).toMatchObject({ notDrawn: 1, from: points[2]?.at, to: points[0]?.at });
  expect(timelineOf([point(1)], 2)?.lanes[0]?.marks).toEqual([{ at: 1, points: [point(1)] }]);
  expect(timelineOf([], 2)).toBeUndefined();
});

test('restore points are found by name and comment, in whatever case, of one container and host', () => {
  const points = [
    point(3, { comment: 'Before the flood' }),
    point(2, { host: 'dam' }),
    point(1, { container: 'pump' }),
  ];
  const names = (wanted: Partial<typeof wantAll>): string[] =>
    whichOf(points, { ...wantAll, ...wanted }).map(({ name }) => name);
  expect(names({})).toEqual(['rp3', 'rp2', 'rp1']);
  expect(names({ text: ' FLOOD ' })).toEqual(['rp3']);
  expect(names({ text: 'rp2' })).toEqual(['rp2']);
  expect(names({ container: 'gauge', host: 'river' })).toEqual(['rp3']);
});

test('a definition tells ports, mounts, environment and restart policy, and one that lacks them all tells nothing', () => {
  const facts = factsOf({
    Config: { Entrypoint: ['/bin/gauge'], Cmd: ['--memory', '16'], Env: ['A=b=c', 'EMPTY'], User: '' },
    HostConfig: {
      PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }], '81/udp': null },
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    },
    Mounts: [{ Type: 'bind', Source: '/srv', Destination: '/data', RW: false }],
    NetworkSettings: { Networks: { bridge: {} } },
  });
  expect(facts).toMatchObject({
    command: '/bin/gauge --memory 16',
    user: 'root',
    ports: ['8080 → 80/tcp'],
    mounts: [{ from: '/srv', to: '/data', isReadOnly: true }],
    networks: ['bridge'],
    restartPolicy: 'on-failure:3',
    environment: [
      { name: 'A', value: 'b=c' },
      { name: 'EMPTY', value: '' },
    ],
  });
  expect(factsOf({})).toMatchObject({
    command: '',
    ports: [],
    mounts: [],
    environment: [],
    restartPolicy: '',
  });
});

test('each process is in the tree once, also where parents are not there or lead in a circle', () => {
  const process = (pid: number, parent: number): StoredProcess => ({
    ...{ pid, parent, name: `p${pid}`, state: 'running', threads: 1, openFiles: [], memoryMap: [] },
  });
  const pids = (branches: readonly ProcessBranch[]): unknown[] =>
    branches.map(({ process: { pid }, children }) => [pid, pids(children)]);
  expect(pids(processTree([process(1, 0), process(3, 2), process(2, 1), process(9, 77)]))).toEqual([
    [1, [[2, [[3, []]]]]],
    [9, []],
  ]);
  expect(pids(processTree([process(4, 5), process(5, 4)]))).toEqual([[4, [[5, []]]]]);
});

test('a place in a restore point is kept in the address, with whatever its path holds', () => {
  const place = { part: 'files', path: '/data/a b?&#%', view: 'rw-layer', search: '水位' } as const;
  const address = addressOf('rp7', place);
  expect(pointPlaceOf(address.slice(address.indexOf('?') + 1))).toEqual(place);
  expect(addressOf('rp7', { part: 'overview', path: '/data' })).toBe('/restore-points/rp7');
  expect(pointPlaceOf('tab=nonsense')).toMatchObject({ part: 'overview', path: '/' });
});

test('links lead where the container would have gone', () => {
  expect(targetOf('/etc/mtab', '/proc/mounts')).toBe('/proc/mounts');
  expect(targetOf('/usr/lib/libc.so', '../../lib/./libc.so.6')).toBe('/lib/libc.so.6');
  expect(targetOf('/a', '../../b')).toBe('/b');
  expect(wayTo('/var/log')).toEqual([
    { name: '', path: '/' },
    { name: 'var', path: '/var' },
    { name: 'log', path: '/var/log' },
  ]);
});

test('a clone replaces nothing, and an error cannot be accepted', () => {
  const wish = { ...usualWish(point(3), 'dam'), isReplacing: true };
  expect(requestOf(point(3), wish)).toEqual({
    ...{ point: 'rp3', to: 'dam', filesOnly: false, replace: true, accept: [] },
  });
  expect(requestOf(point(3), { ...wish, isClone: true })).toMatchObject({
    replace: false,
    name: 'gauge-rp3',
  });
  const found = (severity: Finding['severity']): Finding => ({
    id: severity,
    severity,
    text: '',
    fixable: false,
  });
  expect(mayGoOn([found('warning'), found('info')], ['warning'])).toBe(true);
  expect(mayGoOn([found('warning')], [])).toBe(false);
  expect(mayGoOn([found('error')], ['error'])).toBe(false);
});

test('a restore goes to the first host that is not known to be out of reach', () => {
  const sights = { river: { state: 'unreachable' }, dam: { state: 'up' } } as const;
  expect(firstChoice(['river', 'dam'], sights)).toBe('dam');
  expect(firstChoice(['river', 'dam'], {})).toBe('river');
  expect(firstChoice(['river'], sights)).toBe('river');
  expect(firstChoice([], sights)).toBe('');
});
