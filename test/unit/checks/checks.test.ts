/** Checks are pure: here they are given facts, one of them wrong at a time. Real hosts: test/integration/refusals.test.ts. */
import { expect, test } from 'vitest';
import type { Container } from '../../../electron/engines/container.ts';
import { parseCondition } from '../../../electron/hosts/condition/condition.ts';
import type { HostFacts } from '../../../electron/hosts/facts.ts';
import { runChecks } from '../../../electron/preflight/run-checks.ts';
import {
  type HostSubject,
  hostCheck,
  type ImageView,
  type MountView,
  type Subject,
} from '../../../electron/preflight/subject.ts';
import { isAtLeast } from '../../../electron/preflight/versions.ts';
import { fromErrorData } from '../../../shared/errors.ts';
import { container, facts, findingsOf, good, goodHost, space, tool } from './facts.ts';

const there = { kind: 'folder', isEmpty: true, bytes: 0, fileSystem: 'ext4', device: '/dev/sda1' } as const;
const volume: MountView = {
  mount: {
    kind: 'volume',
    name: 'data',
    anonymous: false,
    source: '/v/data',
    destination: '/data',
    readOnly: false,
    driver: 'local',
  },
  treatment: 'copy',
  options: {},
  onSource: { ...there, isEmpty: false, bytes: 5e6 },
  onTarget: { ...there, kind: 'missing' },
  volumeExists: false,
  otherUsers: [],
};
const nfs: MountView = {
  ...volume,
  mount: { ...volume.mount, kind: 'bind', name: undefined, source: '/mnt/archive' },
  treatment: 'attach',
  onSource: { ...there, fileSystem: 'nfs4', device: 'store:/archive' },
  onTarget: { ...there, fileSystem: 'nfs4', device: 'store:/archive' },
};

const onTarget = (change: Partial<HostFacts>): Subject => ({
  ...good,
  target: { ...good.target, facts: { ...facts, ...change } },
});
const tracking: Subject = {
  ...good,
  source: { ...good.source, facts: { ...facts, tracksDirtyPages: true } },
};
const made = (change: Partial<Container>): Subject => ({ ...good, container: { ...container, ...change } });
const established = (local: string, remote: string): Subject['vitals']['sockets'][number] => ({
  protocol: 'tcp',
  local: { address: local, port: 80 },
  remote: { address: remote, port: 50000 },
  state: 'established',
});
const withSockets = (subject: Subject, sockets: Subject['vitals']['sockets']): Subject => ({
  ...subject,
  vitals: { ...good.vitals, sockets },
});
const withImage = (change: Partial<ImageView>): Subject => ({ ...good, image: { ...good.image, ...change } });
const outer = made({
  networks: [{ network: 'field', driver: 'macvlan', address: '10.0.0.7', fixedAddress: '10.0.0.7' }],
});
const withField: Subject = {
  ...outer,
  networks: [{ name: 'field', driver: 'macvlan', subnets: ['10.0.0.0/24'], addresses: [] }],
};

const ids = async (subject: Subject): Promise<string[]> =>
  (await findingsOf(subject)).map(({ id, severity }) => `${severity} ${id}`);

test('a container and two hosts that fit give no finding', async () => {
  expect(await ids(good)).toEqual([]);
  expect(await ids({ ...good, mounts: [volume, nfs] })).toEqual([]);
});

/** The disk of the source became read-only, as it says itself: recorded. */
const offReadOnly = (change: Partial<Container>, memAvailableBytes = 3e9): Subject => ({
  ...made(change),
  source: { ...good.source, facts: { ...facts, memAvailableBytes } },
  sourceCondition: parseCondition(
    'engine-root /var/lib/docker\nmount 8:1 ext4 / rw /dev/sda1 rw,emergency_ro\n',
  ),
});
const always = { restartPolicy: { name: 'always', maximumRetries: 0 } };

test('a container that no boot starts leaves a read-only disk without a question', async () => {
  expect(await ids(offReadOnly({}))).toEqual([]);
  expect(await ids(made(always))).toEqual([]);
});

test.each<[string, Subject]>([
  ['warning source-cannot-promise', offReadOnly(always)],
  ['error no-room-to-work', offReadOnly({}, 100e6)],
  ['error container-not-running', made({ state: 'exited', pid: 0 })],
  ['error terminal', made({ terminal: true })],
  ['error shared-namespace', made({ sharedNamespaces: ['network: host'] })],
  ['error volumes-from', made({ volumesFrom: ['other'] })],
  ['error name-taken', { ...good, nameTaken: true }],
  ['error image-gone', withImage({ found: undefined })],
  ['info image-name-taken', withImage({ isNameTaken: true })],
  ['info image-name-stale', withImage({ isNameStale: true })],
  ['error criu-missing', onTarget({ tools: { ...facts.tools, criu: undefined } as HostFacts['tools'] })],
  ['error criu-too-old', onTarget({ tools: { ...facts.tools, criu: tool('4.1.1') } })],
  ['error rsync-missing', onTarget({ tools: { ...facts.tools, rsync: undefined } as HostFacts['tools'] })],
  [
    'error docker-too-old',
    { ...good, target: { ...good.target, engine: { ...good.target.engine, version: '24.0.7' } } },
  ],
  [
    'error storage-driver',
    { ...good, source: { ...good.source, engine: { ...good.source.engine, storageDriver: 'zfs' } } },
  ],
  [
    'error owners-shifted',
    { ...good, source: { ...good.source, engine: { ...good.source.engine, shiftsOwners: true } } },
  ],
  ['error architecture', onTarget({ arch: 'aarch64' })],
  [
    'error cgroup-version',
    { ...good, target: { ...good.target, engine: { ...good.target.engine, cgroupVersion: '1' } } },
  ],
  [
    'error disk-too-small',
    onTarget({ space: { ...facts.space, dockerRoot: { ...space, availableBytes: 1e6 } } }),
  ],
  ['info memory-in-rounds', tracking],
  ['error memory-too-small', onTarget({ memAvailableBytes: 1e6 })],
  ['error port-taken', onTarget({ listening: [{ protocol: 'tcp', address: '::', port: 8080 }] })],
  [
    'warning port-random',
    made({ ports: [{ protocol: 'tcp', containerPort: 80, hostAddress: '', requestedPort: 0 }] }),
  ],
  ['error network-missing', { ...good, networks: [] }],
  [
    'error address-outside',
    {
      ...withField,
      networks: [{ name: 'field', driver: 'macvlan', subnets: ['10.1.0.0/24'], addresses: [] }],
    },
  ],
  [
    'error address-taken',
    {
      ...withField,
      networks: [
        {
          name: 'field',
          driver: 'macvlan',
          subnets: ['10.0.0.0/24'],
          addresses: [{ address: '10.0.0.7', container: 'pump' }],
        },
      ],
    },
  ],
  ['error device-missing', { ...good, missingDevices: ['/dev/ttyUSB0'] }],
  ['error data-there', { ...good, mounts: [{ ...volume, volumeExists: true }] }],
  ['info data-there', { ...good, replaceData: true, mounts: [{ ...volume, volumeExists: true }] }],
  [
    'error mount-name',
    { ...good, mounts: [{ ...volume, mount: { ...volume.mount, destination: '/data\\n' } }] },
  ],
  [
    'error mount-name',
    { ...good, mounts: [{ ...nfs, mount: { ...nfs.mount, destination: '/two\nlines' } }] },
  ],
  ['error volume-options', { ...good, mounts: [{ ...volume, options: { type: 'tmpfs' } }] }],
  ['warning volume-shared', { ...good, mounts: [{ ...volume, otherUsers: ['pump'] }] }],
  ['error network-mount-missing', { ...good, mounts: [{ ...nfs, onTarget: { ...there } }] }],
  [
    'error host-path-missing',
    { ...good, mounts: [{ ...nfs, onSource: there, onTarget: { ...there, kind: 'missing' } }] },
  ],
  [
    'error address-bound',
    withSockets(good, [{ ...established('172.17.0.2', '0.0.0.0'), state: 'listening' }]),
  ],
  ['info connections-kept', withSockets(good, [established('127.0.0.1', '127.0.0.1')])],
  ['info connections-kept', withSockets(withField, [established('10.0.0.7', '10.0.0.99')])],
  [
    'warning connections-closed',
    withSockets(good, [established('172.17.0.2', '10.0.0.99'), established('127.0.0.1', '127.0.0.1')]),
  ],
  ['warning locks-lost', { ...good, mappedLocks: 1 }],
  ['info log-elsewhere', made({ log: undefined, logDriver: 'journald' })],
])('%s is found, and nothing else', async (expected, subject) => {
  expect(await ids(subject)).toEqual([expected]);
});

test('errors come first', async () => {
  const findings = await ids({ ...withImage({ isNameTaken: true }), nameTaken: true });
  expect(findings).toEqual(['error name-taken', 'info image-name-taken']);
});

test('a port on another address is not taken', async () => {
  const local = made({
    ports: [{ protocol: 'tcp', containerPort: 80, hostAddress: '127.0.0.1', requestedPort: 22 }],
  });
  const subject: Subject = {
    ...local,
    target: {
      ...good.target,
      facts: { ...facts, listening: [{ protocol: 'tcp', address: '10.0.0.1', port: 22 }] },
    },
  };
  expect(await ids(subject)).toEqual([]);
});

test('versions compare part by part', () => {
  expect(isAtLeast('6.18.44-fc', '6.16')).toBe(true);
  expect(isAtLeast('6.9', '6.16')).toBe(false);
  expect(isAtLeast('26.1.5+dfsg1', '25')).toBe(true);
  expect(isAtLeast(undefined, '1')).toBe(false);
});

test('every finding is told in Chinese too', async () => {
  const findings = await findingsOf({ ...made({ terminal: true }), nameTaken: true, networks: [] });
  expect(findings).toHaveLength(3);
  for (const { text } of findings) {
    expect(text).toMatchObject({
      en: expect.stringMatching(/^[\x20-\x7e]+$/),
      zh: expect.stringMatching(/\p{Script=Han}/u),
    });
  }
});

test('each check is told of as soon as its own facts are there', async () => {
  const told: string[] = [];
  let arrive = (): void => undefined;
  const late = new Promise<'source'>((resolve) => {
    arrive = () => resolve('source');
  });
  const slow = hostCheck('slow', ['role'], () => []);
  const quick = hostCheck('quick', ['view'], () => []);
  const made = runChecks<HostSubject>([slow, quick], { ...gathered(), role: late }, (check) => {
    told.push(check);
    arrive();
  });
  await made;
  expect(told).toEqual(['quick', 'slow']);
});

test('facts that cannot be had make one warning of all their checks; a lost link ends them all', async () => {
  const checks = [hostCheck('sensors', ['role'], () => []), hostCheck('pumps', ['role', 'view'], () => [])];
  const failed = (code: 'command-failed' | 'link-lost') =>
    runChecks<HostSubject>(checks, {
      ...gathered(),
      role: Promise.reject(fromErrorData({ code, message: 'It failed.' })),
    });
  const found = await failed('command-failed');
  expect(found).toHaveLength(1);
  expect(found).toMatchObject([
    { id: 'not-checked', severity: 'warning', text: { en: expect.stringContaining('sensors, pumps') } },
  ]);
  await expect(failed('link-lost')).rejects.toMatchObject({ code: 'link-lost' });
});

const gathered = () => ({
  role: Promise.resolve(goodHost().role),
  name: Promise.resolve(goodHost().name),
  view: Promise.resolve(goodHost().view),
  criu: Promise.resolve(goodHost().criu),
  condition: Promise.resolve(goodHost().condition),
});
