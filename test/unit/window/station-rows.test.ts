/** The station's list: what is in trouble first, and what is searched for. */
import { expect, test } from 'vitest';
import { sortHosts, stationLines, type StationSeen } from '../../../renderer/screens/station/station-rows.ts';
import { stateOf } from '../../../renderer/components/container-state.ts';
import type { ContainerSummary, Host } from '../../../shared/model.ts';
import type { HostSight } from '../../../shared/window-methods.ts';

const hostNamed = (name: string): Host => ({
  name,
  address: `${name}.example`,
  port: 22,
  user: 'root',
  login: 'agent',
  sudo: false,
  hostKey: 'SHA256:x',
});

const container = (name: string, more: Partial<ContainerSummary> = {}): ContainerSummary => ({
  id: `id-${name}`,
  name,
  image: 'gauge:1',
  state: 'running',
  status: 'Up 3 hours',
  ports: [],
  ...more,
});

const sight = (host: string, more: Partial<HostSight> = {}): HostSight => ({
  host,
  at: '2026-01-01T00:00:00Z',
  state: 'up',
  containers: [],
  ...more,
});

const failing = { processors: 1, load: 0, signs: ['/dev/sda: I/O error'] };

function station(more: Partial<StationSeen> = {}): StationSeen {
  const sights = [
    sight('river', { containers: [container('rain'), container('level', { image: 'level:2' })] }),
    sight('dam', { containers: [container('gate', { ports: ['8080->80/tcp'] })] }),
  ];
  return {
    hosts: ['river', 'dam'].map(hostNamed),
    sights: Object.fromEntries(sights.map((each) => [each.host, each])),
    points: new Map(),
    runs: [],
    ...more,
  };
}

const keys = (seen: StationSeen, search = ''): string[] => stationLines(seen, search).map(({ key }) => key);

test('each host stands above its containers, both by name', () => {
  expect(keys(station())).toEqual(['dam', 'dam gate', 'river', 'river level', 'river rain']);
});

test('hosts that show signs that they fail come first, then those that are not to be reached, then locked ones', () => {
  const hosts = ['a1', 'a10', 'a2', 'b', 'c', 'd'].map(hostNamed);
  const sights = {
    a10: sight('a10'),
    b: sight('b', { state: 'locked' }),
    c: sight('c', { state: 'unreachable' }),
    d: sight('d', { health: failing }),
  };
  expect(sortHosts(hosts, sights).map(({ name }) => name)).toEqual(['d', 'c', 'b', 'a1', 'a2', 'a10']);
});

test('all words of a search must be found; what belongs to a host that is found is there', () => {
  expect(keys(station(), 'RIVER')).toEqual(['river', 'river level', 'river rain']);
  expect(keys(station(), 'level:2')).toEqual(['river', 'river level']);
  expect(keys(station(), 'river rain')).toEqual(['river', 'river rain']);
  expect(keys(station(), '8080')).toEqual(['dam', 'dam gate']);
  expect(keys(station(), 'dam rain')).toEqual([]);
});

test('a container has its last restore point, and the run that it is in on either host', () => {
  const point = {
    name: 'rp1',
    at: '2026-01-01T00:00:00Z',
    host: 'river',
    container: 'rain',
    kind: 'with-memory' as const,
    size: 1,
    added: 1,
  };
  const run = {
    run: 'r1',
    container: 'rain',
    from: 'river',
    to: 'dam',
    state: 'attention' as const,
    startedAt: '2026-01-01T00:00:00Z',
    freezeMs: null,
  };
  const lines = stationLines(station({ points: new Map([['river rain', point]]), runs: [run] }), 'rain');
  expect(lines[1]).toMatchObject({ point: { name: 'rp1' }, run: { run: 'r1' }, isOld: false });
});

test('what was seen before a host was lost is still there, and said to be old', () => {
  const { hosts, ...rest } = station();
  const sights = { river: sight('river', { state: 'unreachable', containers: [container('rain')] }) };
  const lines = stationLines({ ...rest, hosts, sights }, 'rain');
  expect(lines[1]).toMatchObject({ key: 'river rain', isOld: true });
});

test('an engine’s status gives health and exit code', () => {
  expect(stateOf(container('a', { status: 'Up 3 hours (unhealthy)' }))).toEqual({
    state: 'running',
    health: 'unhealthy',
    exitCode: undefined,
  });
  expect(stateOf(container('a', { status: 'Up 1 second (health: starting)' })).health).toBe('starting');
  expect(stateOf(container('a', { state: 'exited', status: 'Exited (137) 2 days ago' }))).toMatchObject({
    state: 'exited',
    exitCode: 137,
  });
  expect(stateOf(container('a', { state: 'stopping', status: '' })).state).toEqual({ other: 'stopping' });
});
