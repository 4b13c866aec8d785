/** Checks are pure: here they are given facts, one of them wrong at a time. Real hosts: test/integration/refusals.test.ts. */
import { expect, test } from 'vitest';
import type { Container } from '../../electron/engines/engine.ts';
import type { HostFacts } from '../../electron/hosts/facts.ts';
import { runChecks } from '../../electron/preflight/checks/index.ts';
import type { HostView, MountView, Subject } from '../../electron/preflight/subject.ts';
import { isAtLeast } from '../../electron/preflight/versions.ts';

const tool = (version: string) => ({ version, says: version });
const space = { fileSystem: 'ext4', availableBytes: 50e9 };

const facts: HostFacts = {
  kernel: '6.18.1',
  arch: 'x86_64',
  distribution: 'Debian',
  userId: 0,
  bootId: '0',
  memTotalBytes: 4e9,
  memAvailableBytes: 3e9,
  cgroupVersion: 2,
  space: { dockerRoot: space, run: space, tmp: space },
  tools: { criu: tool('4.2'), runc: tool('1.3'), rsync: tool('3.4'), tar: tool('1.35') },
  tracksDirtyPages: false,
  ctrPath: '/usr/bin/ctr',
  listening: [{ protocol: 'tcp', address: '0.0.0.0', port: 22 }],
  clockNs: 0n,
};

const view = (name: string): HostView => ({
  name,
  facts,
  engine: {
    kind: 'docker',
    version: '28.5.2',
    imageStore: 'layers',
    rootDir: '/var/lib/docker',
    storageDriver: 'overlay2',
    cgroupVersion: '2',
    runtimes: ['runc'],
    shiftsOwners: false,
  },
});

const container: Container = {
  id: 'a'.repeat(64),
  name: 'gauge',
  state: 'running',
  pid: 100,
  exitCode: 0,
  imageId: 'sha256:1',
  imageName: 'gauge:1',
  runtime: 'runc',
  terminal: false,
  restartPolicy: { name: 'no', maximumRetries: 0 },
  health: 'none',
  healthCommand: undefined,
  healthTimeoutMs: 30_000,
  mounts: [],
  networks: [{ network: 'bridge', driver: 'bridge', address: '172.17.0.2', fixedAddress: undefined }],
  ports: [{ protocol: 'tcp', containerPort: 80, hostAddress: '', requestedPort: 8080 }],
  log: { driver: 'json-file', folder: '/x', prefix: 'a-json.log' },
  logDriver: 'json-file',
  devices: [],
  sharedNamespaces: [],
  volumesFrom: [],
  removedOnExit: false,
  definition: {},
};

const good: Subject = {
  container,
  vitals: { processes: 1, lastingProcesses: 1, memoryBytes: 64e6, sockets: [] },
  image: { id: 'sha256:1', configDigest: 'sha256:1', names: ['gauge:1'], sizeBytes: 1e6, layers: [] },
  mappedLocks: 0,
  imageBytes: 0,
  imageNameTaken: false,
  imageNameStale: false,
  rwLayerBytes: 1e6,
  mounts: [],
  source: view('river'),
  target: view('dam'),
  nameTaken: false,
  networks: [{ name: 'bridge', driver: 'bridge', subnets: ['172.17.0.0/16'], addresses: [] }],
  missingDevices: [],
  replaceData: false,
};

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
const outer = made({
  networks: [{ network: 'field', driver: 'macvlan', address: '10.0.0.7', fixedAddress: '10.0.0.7' }],
});
const withField: Subject = {
  ...outer,
  networks: [{ name: 'field', driver: 'macvlan', subnets: ['10.0.0.0/24'], addresses: [] }],
};

const ids = (subject: Subject): string[] => runChecks(subject).map(({ id, severity }) => `${severity} ${id}`);

test('a container and two hosts that fit give no finding', () => {
  expect(ids(good)).toEqual([]);
  expect(ids({ ...good, mounts: [volume, nfs] })).toEqual([]);
});

test.each<[string, Subject]>([
  ['error container-not-running', made({ state: 'exited', pid: 0 })],
  ['error terminal', made({ terminal: true })],
  ['error shared-namespace', made({ sharedNamespaces: ['network: host'] })],
  ['error volumes-from', made({ volumesFrom: ['other'] })],
  ['error name-taken', { ...good, nameTaken: true }],
  ['error image-gone', { ...good, image: undefined }],
  ['warning image-name-taken', { ...good, imageNameTaken: true }],
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
  ['warning data-there', { ...good, replaceData: true, mounts: [{ ...volume, volumeExists: true }] }],
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
])('%s is found, and nothing else', (expected, subject) => {
  expect(ids(subject)).toEqual([expected]);
});

test('errors come first', () => {
  const findings = ids({ ...good, imageNameTaken: true, nameTaken: true });
  expect(findings).toEqual(['error name-taken', 'warning image-name-taken']);
});

test('a port on another address is not taken', () => {
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
  expect(ids(subject)).toEqual([]);
});

test('versions compare part by part', () => {
  expect(isAtLeast('6.18.44-fc', '6.16')).toBe(true);
  expect(isAtLeast('6.9', '6.16')).toBe(false);
  expect(isAtLeast('26.1.5+dfsg1', '25')).toBe(true);
  expect(isAtLeast(undefined, '1')).toBe(false);
});
