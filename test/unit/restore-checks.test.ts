/** The checks of a restore: what stands against it is found, and what does not is let through. */
import { expect, test } from 'vitest';
import { data } from '../../electron/backups/restore/checks/data.ts';
import { runtime } from '../../electron/backups/restore/checks/engine.ts';
import { fitness, memory } from '../../electron/backups/restore/checks/fitness.ts';
import { isNeeded, targetChecks } from '../../electron/backups/restore/checks/index.ts';
import { room } from '../../electron/backups/restore/checks/room.ts';
import { standing } from '../../electron/backups/restore/checks/standing.ts';
import type { RestoreSubject } from '../../electron/backups/restore/restore-subject.ts';
import type { Standing } from '../../electron/backups/restore/standing.ts';
import type { Description } from '../../electron/backups/restore-point.ts';
import { container, facts, goodHost, idsOf, view } from './checks/facts.ts';

const description = {
  host: 'river',
  places: [{ kind: 'rw-layer', destination: '/', path: '/', files: 1, bytes: 1e6 }],
  checkpoint: { bytes: 64e6, pausedMs: 100 },
  engine: { kind: 'docker', version: '28.5.2', criu: '4.2', kernel: '6.18' },
} as unknown as Description;

/** Nothing stands against it. */
const good: RestoreSubject = {
  container,
  description,
  image: { configDigest: 'sha256:1', architecture: 'amd64', bytes: 1e6 },
  target: view('dam'),
  networks: [],
  missingDevices: [],
  standing: [],
  isReplacing: false,
  originSilence: undefined,
  allotted: { allotments: [], volumes: [], collisions: [], missing: [] },
  wantsMemory: true,
};

test('nothing is found where nothing stands against it', async () => {
  for (const check of [standing, data, fitness, memory, room, runtime])
    expect(await idsOf(check, good)).toEqual([]);
});

const original: Standing = { host: 'river', container, why: 'original' };
const named: Standing = { host: 'dam', container, why: 'name' };

test.each([
  [original, false, ['error original-runs']],
  [named, false, ['error name-taken']],
  [original, true, ['info makes-way']],
  [{ ...named, container: { ...container, state: 'exited' as const } }, true, ['info makes-way']],
  // It would be gone, and could not come back.
  [
    { ...original, container: { ...container, removedOnExit: true } },
    true,
    ['error original-removed-on-exit'],
  ],
  [{ ...original, container: { ...container, state: 'paused' as const } }, true, ['error original-paused']],
])('what is in the way is refused, or makes way if asked to', async (one, isReplacing, expected) => {
  expect(await idsOf(standing, { ...good, standing: [one], isReplacing })).toEqual(expected);
});

test('a first host that cannot be asked is told of and is no obstacle', async () => {
  expect(await idsOf(standing, { ...good, originSilence: 'no answer' })).toEqual([
    'warning original-unknown',
  ]);
});

test('data in the way is refused, each kind by its name', async () => {
  const collisions = [
    { kind: 'volume', name: 'readings', why: 'held', users: [] },
    { kind: 'volume', name: 'shared', why: 'used', users: ['other'] },
    { kind: 'folder', name: '/srv', why: 'clone', users: [] },
  ] as const;
  const allotted = { ...good.allotted, collisions, missing: ['/etc/station'] };
  expect(await idsOf(data, { ...good, allotted })).toEqual([
    'error volume-taken',
    'error volume-shared',
    'error folder-taken',
    'error host-path-missing',
  ]);
});

const onTarget = (changed: Partial<typeof facts>): RestoreSubject => ({
  ...good,
  target: { ...good.target, facts: { ...facts, ...changed } },
});

test.each([
  ['x86_64', 'amd64', true],
  ['aarch64', 'amd64', false],
  ['aarch64', 'arm64', true],
  ['x86_64', 'arm64', false],
  ['armv7l', 'arm', true],
  // What is not known is left to the engine.
  ['x86_64', 'wasm', true],
])('on %s an image for %s is let through: %s', async (arch, architecture, isFit) => {
  const subject = { ...onTarget({ arch }), image: { ...good.image, architecture } };
  expect(await idsOf(fitness, subject)).toEqual(isFit ? [] : ['error architecture']);
});

test('a checkpoint that the target’s CRIU cannot read is refused; its files are not', async () => {
  const older = onTarget({ tools: { ...facts.tools, criu: { version: '4.1', says: '4.1' } } });
  expect(await idsOf(fitness, older)).toEqual(['error criu-images']);
  expect(await idsOf(fitness, { ...older, wantsMemory: false })).toEqual([]);
});

test('a point without memory has to be agreed to, unless its files were all that was asked for', async () => {
  const { checkpoint, ...without } = description;
  const subject = { ...good, description: { ...without, withoutMemory: 'CRIU is missing' } };
  expect(await idsOf(memory, subject)).toEqual(['warning without-memory']);
  expect(await idsOf(memory, { ...subject, wantsMemory: false })).toEqual([]);
});

test('too little room is refused, on the disk and in memory', async () => {
  const small = { fileSystem: 'ext4', availableBytes: 1e6 };
  expect(await idsOf(room, onTarget({ space: { ...facts.space, dockerRoot: small } }))).toEqual([
    'error disk-too-small',
  ]);
  expect(await idsOf(room, onTarget({ memAvailableBytes: 10e6 }))).toEqual(['error memory-too-small']);
  expect(await idsOf(room, { ...onTarget({ memAvailableBytes: 10e6 }), wantsMemory: false })).toEqual([]);
});

test('only runc’s memory is restored; files want the runtime that they had', async () => {
  const other = { ...good, container: { ...container, runtime: 'kata' } };
  expect(await idsOf(runtime, other)).toEqual(['error runtime-other']);
  expect(await idsOf(runtime, { ...other, wantsMemory: false })).toEqual(['error runtime-other']);
  const moved = { ...good, container: { ...container, runtime: 'shiplock' } };
  expect(await idsOf(runtime, moved)).toEqual([]);
  expect(await idsOf(runtime, { ...moved, wantsMemory: false })).toEqual([]);
});

test('a host without CRIU is refused memory, and given files', async () => {
  const bare = view('dam');
  const tools = { ...facts.tools, criu: undefined, rsync: undefined };
  const host = { ...goodHost('dam'), view: { ...bare, facts: { ...facts, tools } }, criu: undefined };
  const idsFor = async (wantsMemory: boolean): Promise<string[]> => {
    const all = await Promise.all(targetChecks(wantsMemory).map((check) => idsOf(check, host)));
    return all.flat().filter((each) => isNeeded({ id: each.split(' ')[1] ?? '' }, wantsMemory));
  };
  expect(await idsFor(true)).toContain('error criu-missing');
  expect(await idsFor(true)).not.toContain('error rsync-missing');
  expect((await idsFor(false)).filter((each) => each.startsWith('error'))).toEqual([]);
});
