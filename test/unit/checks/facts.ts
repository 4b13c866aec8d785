/** Facts of a container and two hosts between which it can be moved, and what the checks find when one of them is wrong. */
import { type Inside, parseInside } from '../../../electron/checkpoint/inside.ts';
import type { Container } from '../../../electron/engines/container.ts';
import { nothingKnown } from '../../../electron/hosts/condition/condition.ts';
import type { HostFacts } from '../../../electron/hosts/facts.ts';
import type { Check, Gathering } from '../../../electron/preflight/check.ts';
import { hostChecks, moveChecks } from '../../../electron/preflight/checks/index.ts';
import { runChecks, toFindings } from '../../../electron/preflight/run-checks.ts';
import type { HostSubject, HostView, Subject } from '../../../electron/preflight/subject.ts';
import type { Finding } from '../../../shared/model.ts';

export const tool = (version: string) => ({ version, says: version });
export const space = { fileSystem: 'ext4', availableBytes: 50e9 };

export const facts: HostFacts = {
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
  packageManager: 'apt-get',
  tracksDirtyPages: false,
  ctrPath: '/usr/bin/ctr',
  listening: [{ protocol: 'tcp', address: '0.0.0.0', port: 22 }],
  clockNs: 0n,
  clockBeganNs: 0n,
  kernelFacts: {
    stableRelease: '6.18.1',
    lsm: 'none',
    apparmorProfiles: [],
    uptimeSeconds: 5000,
    hasTimeNamespaces: true,
    limits: { openFiles: 1_048_576, processId: 4_194_304, threads: 100_000 },
    cpuFeatures: ['sse2', 'avx2'],
    stalledPercent: { memory: 0, io: 0 },
    routes: ['10.0.0.0/24'],
  },
  dockerSettings: 'none',
};

export const view = (name: string): HostView => ({
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
    runcRuntimes: ['runc'],
    shiftsOwners: false,
    keepsContainersAlive: true,
    isInCluster: false,
    networkDrivers: ['bridge', 'host', 'macvlan', 'null'],
    logDrivers: ['json-file', 'journald'],
    filtersSystemCalls: true,
  },
  clock: { aheadMs: 0, uncertaintyMs: 50 },
});

export const container: Container = {
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
  restraints: { apparmor: '', selinux: '', filtersSystemCalls: true },
  definition: {},
};

/** The container's first process, and nothing that it holds. */
export const inside: Inside = parseInside(
  'status\n-\n100/status:Name:\tgauge\n100/status:State:\tS (sleeping)\n100/status:PPid:\t9\n100/status:NSpid:\t100\t1\n100/status:NSsid:\t100\t1\n\0',
  100,
);

export const good: Subject = {
  container,
  inside,
  vitals: { processes: 1, lastingProcesses: 1, memoryBytes: 64e6, sockets: [] },
  image: {
    found: { id: 'sha256:1', configDigest: 'sha256:1', names: ['gauge:1'], sizeBytes: 1e6, layers: [] },
    bytesToSend: 0,
    isNameTaken: false,
    isNameStale: false,
  },
  mappedLocks: 0,
  rwLayer: { folder: '/rw', bytes: 1e6, fileSystem: 'ext4' },
  mounts: [],
  source: view('river'),
  target: view('dam'),
  sourceCondition: nothingKnown,
  nameTaken: false,
  networks: [{ name: 'bridge', driver: 'bridge', subnets: ['172.17.0.0/16'], addresses: [] }],
  sourceNetworks: [{ name: 'bridge', driver: 'bridge', subnets: ['172.17.0.0/16'], addresses: [] }],
  processor: 'fit',
  claims: { openFiles: 20_000, processId: 40, threads: 3 },
  missingDevices: [],
  replaceData: false,
};

/** What can be said of a host by itself, by default nothing bad. */
export const goodHost = (name = 'river'): HostSubject => ({
  role: 'source',
  name,
  view: view(name),
  criu: {
    isContent: true,
    said: ['Looks good.'],
    processor: 'aaaa',
    networkLock: 'iptables',
    hasIptables: true,
  },
  condition: nothingKnown,
});

/** Every finding about the move and about both of its hosts. */
export async function findingsOf(subject: Subject): Promise<Finding[]> {
  const { source, target } = subject;
  const found = await Promise.all([
    runChecks(moveChecks, settled(subject)),
    runChecks(hostChecks, settled({ ...goodHost(source.name), role: 'source', view: source })),
    runChecks(hostChecks, settled({ ...goodHost(target.name), role: 'target', view: target })),
  ]);
  return toFindings(found.flat());
}

/** What one check finds, as `severity id`. */
export async function idsOf<Facts extends object>(check: Check<Facts>, these: Facts): Promise<string[]> {
  return toFindings(await runChecks([check], settled(these))).map(({ id, severity }) => `${severity} ${id}`);
}

function settled<Facts extends object>(these: Facts): Gathering<Facts> {
  const entries = Object.entries(these).map(([key, value]) => [key, Promise.resolve(value)]);
  return Object.fromEntries(entries) as Gathering<Facts>;
}
