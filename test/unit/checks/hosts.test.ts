/** The checks of both hosts, given facts with one wrong at a time. Real hosts: test/integration/both-hosts.test.ts. */
import { expect, test } from 'vitest';
import type { Container } from '../../../electron/engines/container.ts';
import type { EngineFacts } from '../../../electron/engines/engine.ts';
import type { HostFacts } from '../../../electron/hosts/facts.ts';
import type { KernelFacts } from '../../../electron/hosts/kernel-facts.ts';
import { criuVerdict } from '../../../electron/preflight/checks/criu-verdict.ts';
import { engineSettings } from '../../../electron/preflight/checks/engine-settings.ts';
import { incompatibilities } from '../../../electron/preflight/checks/incompatibilities.ts';
import { tools } from '../../../electron/preflight/checks/tools.ts';
import { pressure } from '../../../electron/preflight/checks/pressure.ts';
import type { CriuFacts } from '../../../electron/preflight/criu.ts';
import { runChecks } from '../../../electron/preflight/run-checks.ts';
import type { HostSubject, HostView, MountView, Role, Subject } from '../../../electron/preflight/subject.ts';
import { container, facts, findingsOf, good, goodHost, idsOf, tool } from './facts.ts';

type Side = 'source' | 'target';

const withView = (side: Side, change: Partial<HostView>, subject: Subject = good): Subject => ({
  ...subject,
  [side]: { ...subject[side], ...change },
});
const withFacts = (side: Side, change: Partial<HostFacts>, subject: Subject = good): Subject =>
  withView(side, { facts: { ...subject[side].facts, ...change } }, subject);
const withKernel = (side: Side, change: Partial<KernelFacts>, subject: Subject = good): Subject =>
  withFacts(side, { kernelFacts: { ...subject[side].facts.kernelFacts, ...change } }, subject);
const withEngine = (side: Side, change: Partial<EngineFacts>, subject: Subject = good): Subject =>
  withView(side, { engine: { ...subject[side].engine, ...change } }, subject);
const made = (change: Partial<Container>, subject: Subject = good): Subject => ({
  ...subject,
  container: { ...container, ...change },
});
const limits = facts.kernelFacts.limits;
const apparmor = { apparmor: 'docker-default', selinux: '', filtersSystemCalls: true };
const underAppArmor = (profile: string): Subject =>
  withKernel('source', { lsm: 'apparmor' }, made({ restraints: { ...apparmor, apparmor: profile } }));
const bind = (here: string, there: string): MountView => ({
  mount: { kind: 'bind', anonymous: false, source: '/srv/data', destination: '/data', readOnly: false },
  treatment: 'copy',
  options: {},
  onSource: { kind: 'folder', isEmpty: false, bytes: 1, fileSystem: here, device: '/dev/sda1' },
  onTarget: { kind: 'missing', isEmpty: true, bytes: 0, fileSystem: there, device: '/dev/sdb1' },
  volumeExists: false,
  otherUsers: [],
});

test.each<[string, Subject]>([
  ['error processor-unfit', { ...good, processor: 'unfit' }],
  ['warning processor-poorer', { ...good, processor: 'poorer' }],
  [
    'warning processor-poorer',
    withKernel('target', { cpuFeatures: ['sse2'] }, { ...good, processor: 'unknown' }),
  ],
  [
    'error processor-unfit',
    withKernel('source', { cpuFeatures: ['avx2', 'paca'] }, { ...good, processor: 'unknown' }),
  ],
  [
    'error criu-images',
    withFacts('target', { kernel: '6.12.1', tools: { ...facts.tools, criu: tool('4.1.1') } }),
  ],
  ['error runtime-other', made({ runtime: 'runsc' })],
  ['error security-module', underAppArmor('docker-default')],
  [
    'error security-module',
    withKernel(
      'source',
      { lsm: 'selinux' },
      made({ restraints: { ...apparmor, selinux: 'x:container_t:s0' } }),
    ),
  ],
  [
    'error security-profile',
    withKernel('target', { lsm: 'apparmor', apparmorProfiles: ['docker-default'] }, underAppArmor('gauge')),
  ],
  ['info runs-unconfined', withKernel('target', { lsm: 'apparmor' })],
  ['error no-seccomp', withEngine('target', { filtersSystemCalls: false })],
  ['error limit-open-files', withKernel('target', { limits: { ...limits, openFiles: 4096 } })],
  ['error limit-process-id', withKernel('target', { limits: { ...limits, processId: 40 } })],
  ['error limit-threads', withKernel('target', { limits: { ...limits, threads: 2 } })],
  ['warning clock-behind', withView('target', { clock: { aheadMs: -90_000, uncertaintyMs: 200 } })],
  ['info clock-ahead', withView('target', { clock: { aheadMs: 7_300_000, uncertaintyMs: 200 } })],
  ['warning boot-clock-behind', withKernel('target', { hasTimeNamespaces: false, uptimeSeconds: 10 })],
  ['error file-system-foreign', { ...good, mounts: [bind('ext4', 'vfat')] }],
  ['error file-system-unwritable', { ...good, mounts: [bind('ext4', 'squashfs')] }],
  ['warning file-system-in-memory', { ...good, mounts: [bind('ext4', 'tmpfs')] }],
  [
    'error log-driver-missing',
    withEngine('target', { logDrivers: ['json-file'] }, made({ log: undefined, logDriver: 'journald' })),
  ],
  [
    'error network-driver-missing',
    withEngine('target', { networkDrivers: ['host', 'null'] }, { ...good, networks: [] }),
  ],
  [
    'warning network-differs',
    { ...good, networks: [{ name: 'bridge', driver: 'macvlan', subnets: [], addresses: [] }] },
  ],
  [
    'warning swap-full',
    withFacts('target', {
      swapTotalBytes: 1e9,
      swapFreeBytes: 1e6,
      memTotalBytes: 4e9,
      memAvailableBytes: 2e8,
    }),
  ],
  ['warning memory-pressure', withKernel('target', { stalledPercent: { memory: 30, io: 0 } })],
  ['info memory-pressure', withKernel('source', { stalledPercent: { memory: 30, io: 0 } })],
  ['warning disk-pressure', withKernel('target', { stalledPercent: { memory: 0, io: 90 } })],
])('%s is found, and nothing else', async (expected, subject) => {
  const found = await findingsOf(subject);
  expect(found.map(({ id, severity }) => `${severity} ${id}`)).toEqual([expected]);
  const [{ text, fixable } = { text: '', fixable: false }] = found;
  expect(text).toMatchObject({
    en: expect.stringMatching(/^[\x20-\x7e]+$/),
    zh: expect.stringMatching(/\p{Script=Han}/u),
  });
  expect(fixable).toBe(expected.includes('limit-'));
});

test.each<[string, Subject]>([
  ['a processor that can do more', withKernel('target', { cpuFeatures: ['sse2', 'avx2', 'avx512f'] })],
  [
    'a processor of which nothing is known',
    withKernel('target', { cpuFeatures: [] }, { ...good, processor: 'unknown' }),
  ],
  [
    'a CRIU that is newer on the target',
    withFacts('source', { kernel: '6.12.1', tools: { ...facts.tools, criu: tool('4.1.1') } }),
  ],
  ['AppArmor on both', withKernel('target', { lsm: 'apparmor' }, underAppArmor('docker-default'))],
  ['an unconfined container', withKernel('source', { lsm: 'apparmor' })],
  [
    'runc under another name',
    withEngine('source', { runcRuntimes: ['runc', 'old'] }, made({ runtime: 'old' })),
  ],
  [
    'a container that moved before',
    withEngine('source', { runcRuntimes: ['runc', 'shiplock'] }, made({ runtime: 'shiplock' })),
  ],
  [
    'no limit known',
    withKernel('target', { limits: { openFiles: undefined, processId: undefined, threads: undefined } }),
  ],
  ['clocks that may be the same', withView('target', { clock: { aheadMs: -90_000, uncertaintyMs: 95_000 } })],
  [
    'a target that has run for longer',
    withKernel('target', { hasTimeNamespaces: false, uptimeSeconds: 9e6 }),
  ],
  ['the same file system on both', { ...good, mounts: [bind('vfat', 'vfat')] }],
  ['memory on both', { ...good, mounts: [bind('tmpfs', 'tmpfs')] }],
  [
    'what is not copied',
    {
      ...good,
      mounts: [{ ...bind('ext4', 'vfat'), treatment: 'attach', onTarget: bind('ext4', 'ext4').onSource }],
    },
  ],
  ['full swap and free memory', withFacts('target', { swapTotalBytes: 1e9, swapFreeBytes: 0 })],
  ['drivers that are not told', withEngine('target', { networkDrivers: [], logDrivers: [] })],
])('nothing is found about %s', async (_what, subject) => {
  expect(await findingsOf(subject)).toEqual([]);
});

const host = (role: Role, change: Partial<HostSubject> = {}): HostSubject => ({
  ...goodHost(),
  ...change,
  role,
});
const versions = (kernel: string, criu: string, more: Partial<KernelFacts> = {}): HostView => ({
  ...good.source,
  facts: {
    ...facts,
    kernel,
    kernelFacts: { ...facts.kernelFacts, stableRelease: undefined, ...more },
    tools: { ...facts.tools, criu: tool(criu) },
  },
});

test.each<[string[], Role, HostView]>([
  [['error criu-too-old'], 'target', versions('6.1.0-37-amd64', '3.16.1')],
  [['error criu-too-old'], 'target', versions('6.14.0', '4.0')],
  [['error criu-too-old'], 'source', versions('6.18.1', '4.1.1')],
  [['error criu-too-old'], 'source', versions('6.6.0', '4.0', { cpuFeatures: ['paca'] })],
  [[], 'source', versions('6.6.0', '4.0')],
  [['warning criu-doubtful'], 'source', versions('7.1.3', '4.2')],
  [[], 'source', versions('7.1.3', '4.2.1')],
  [[], 'target', versions('7.1.3', '4.2')],
  [['info restartable-sequences'], 'source', versions('5.10.0-30-amd64', '3.17.1')],
  [[], 'target', versions('5.10.0-30-amd64', '3.17.1')],
  [['info mount-propagation'], 'target', versions('6.1.0-37-amd64', '3.17.1', { stableRelease: '6.1.142' })],
  [[], 'source', versions('6.1.0-37-amd64', '3.17.1', { stableRelease: '6.1.142' })],
  [[], 'target', versions('6.1.0-30-amd64', '3.17.1', { stableRelease: '6.1.124' })],
  [[], 'target', versions('6.12.48', '4.2', { stableRelease: '6.12.48' })],
])('%j of versions on a %s', async (expected, role, view) => {
  expect(await idsOf(incompatibilities, host(role, { view }))).toEqual(expected);
});

const { criu } = goodHost();
const said = (...words: string[]): CriuFacts => ({ ...(criu as CriuFacts), isContent: false, said: words });
/** As CRIU 4.2 prints it where modules cannot be loaded. */
const noDiag = said(
  'Error (criu/sockets.c:823): sockets: Diag module missing (-2)',
  'The sock diag infrastructure is incomplete.',
  'Make sure you have:',
  ' 1. *_DIAG kernel config options turned on;',
  ' 2. *_diag.ko modules loaded (if compiled as modules).',
);

test.each<[string, CriuFacts | undefined, string[], RegExp, boolean]>([
  ['no CRIU, which is a finding of its own', undefined, [], /^$/, false],
  ['content', criu, [], /^$/, false],
  ['no descriptions of sockets (recorded)', noDiag, ['error criu-check'], /kinds of sockets/, true],
  [
    'no checkpoints',
    said('Error (criu/cr-check.c:90): /proc/<pid>/map_files is inaccessible: No such file or directory'),
    ['error criu-check'],
    /built without checkpoints/,
    false,
  ],
  [
    'no rights',
    said('CRIU needs to have the CAP_SYS_ADMIN or the CAP_CHECKPOINT_RESTORE capability: '),
    ['error criu-check'],
    /lacks rights/,
    false,
  ],
  ['words that nobody knows', said('Error: gears'), ['error criu-check'], /does not work there/, false],
  ['nothing at all', said(), ['error criu-check'], /does not work there/, false],
  [
    'no iptables',
    { ...(criu as CriuFacts), hasIptables: false },
    ['error network-lock'],
    /iptables-restore/,
    true,
  ],
  [
    'no iptables, and no need',
    { ...(criu as CriuFacts), hasIptables: false, networkLock: 'nftables' },
    [],
    /^$/,
    false,
  ],
])('CRIU’s verdict: %s', async (_what, verdict, expected, text, fixable) => {
  const [found] = await runChecks([criuVerdict], settled(host('source', { criu: verdict })));
  expect(await idsOf(criuVerdict, host('source', { criu: verdict }))).toEqual(expected);
  expect(found?.text.en ?? '').toMatch(text);
  expect(found?.fix !== undefined).toBe(fixable);
});

test('a CRIU that is too old is told once, and a target needs no iptables', async () => {
  const view = versions('6.14.0', '4.0');
  const complains = said('Error (criu/pie-util-vdso.c:87): vdso: Unexpected rt vDSO area bounds');
  expect(await idsOf(criuVerdict, host('target', { view, criu: complains }))).toEqual([]);
  expect(
    await idsOf(criuVerdict, host('target', { criu: { ...complains, isContent: true, hasIptables: false } })),
  ).toEqual([]);
});

test('live-restore is a matter of `hosts check` alone, and of no cluster', async () => {
  const of = (role: Role, change: Partial<EngineFacts> = {}): Promise<string[]> =>
    idsOf(
      engineSettings,
      host(role, { view: { ...good.source, engine: { ...good.source.engine, ...change } } }),
    );
  const ends = { keepsContainersAlive: false };
  expect(await of('alone', ends)).toEqual(['info live-restore']);
  expect(await of('source', ends)).toEqual([]);
  expect(await of('alone', { keepsContainersAlive: true })).toEqual([]);
  expect(await of('alone', { ...ends, isInCluster: true })).toEqual([]);
});

test.each([
  ['apt-get', 'apt-get install rsync', /^DEBIAN_FRONTEND=noninteractive apt-get install --yes rsync \|\| /],
  ['dnf', 'dnf install rsync', /^dnf install --assumeyes rsync$/],
  ['apk', 'apk add rsync', /^apk add rsync$/],
  [undefined, { en: 'Install rsync on river.', zh: '在 river 上安装 rsync。' }, /^$/],
] as const)('a missing tool is installed by %s', async (packageManager, remedy, command) => {
  const bare = { ...facts, packageManager, tools: { ...facts.tools, rsync: undefined } };
  const [found] = await runChecks(
    [tools],
    settled(host('source', { view: { ...good.source, facts: bare } })),
  );
  expect(found).toMatchObject({ id: 'rsync-missing', remedy });
  expect(found?.fix?.commands[0] ?? '').toMatch(command);
});

test('nothing presses on a host that tells nothing of its load', async () => {
  const kernelFacts = { ...facts.kernelFacts, stalledPercent: { memory: undefined, io: undefined } };
  const bare = {
    ...facts,
    kernelFacts,
    swapTotalBytes: undefined,
    swapFreeBytes: undefined,
  };
  expect(await idsOf(pressure, host('target', { view: { ...good.source, facts: bare } }))).toEqual([]);
});

function settled(subject: HostSubject) {
  return {
    role: Promise.resolve(subject.role),
    name: Promise.resolve(subject.name),
    view: Promise.resolve(subject.view),
    criu: Promise.resolve(subject.criu),
    condition: Promise.resolve(subject.condition),
  };
}
