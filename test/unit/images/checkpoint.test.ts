/** What is read from the images of a checkpoint; `test/integration/images-of-checkpoint.test.ts` does it with CRIU's own. */
import { describe, expect, test } from 'vitest';
import { readCheckpoint } from '../../../electron/checkpoint/images/checkpoint.ts';
import { heldSockets } from '../../../electron/checkpoint/images/held-sockets.ts';
import { image, inMemory } from './encode.ts';
import { oldRun, pageBytes, run, sampleImages } from './sample.ts';

const read = (change: Record<string, Buffer> = {}) =>
  readCheckpoint(inMemory({ ...sampleImages(), ...change }));
const process = async (pid: number, change?: Record<string, Buffer>) => {
  const found = (await read(change)).processes.find((each) => each.pid === pid);
  if (found === undefined) throw new Error(`no process ${pid}`);
  return found;
};
const stack = 0x7ffc_0000_0000;

describe('a checkpoint says', () => {
  test('what it is', async () => {
    expect(await read()).toMatchObject({ format: 2, confinement: 'AppArmor', closesConnections: true });
  });

  test('which processes there were, and of whom', async () => {
    const { processes } = await read();
    expect(processes.map(({ pid, parent, name, state }) => ({ pid, parent, name, state }))).toEqual([
      { pid: 1, parent: 0, name: 'sh', state: 'running' },
      { pid: 7, parent: 1, name: 'gauge', state: 'running' },
      { pid: 9, parent: 1, name: 'over', state: 'ended' },
    ]);
    expect(processes[0]).toMatchObject({
      architecture: 'aarch64',
      threads: [1, 12],
      user: { real: 1000, effective: 0 },
      group: { real: 100, effective: 100 },
      program: '/bin/sh',
      workingFolder: '/data',
      root: '/',
    });
  });

  test('how one ended that nobody has asked after', async () => {
    expect(await process(9)).toMatchObject({
      exitStatus: 256,
      openFiles: [],
      memoryMap: [],
      command: undefined,
    });
  });

  test('the command line, word by word, from the memory', async () => {
    expect((await process(1)).command).toEqual(['sh', '-c', 'gauge "a b"']);
  });

  test('no command line where the memory with it was not dumped', async () => {
    expect((await process(7)).command).toBeUndefined();
  });

  test('what was open, by descriptor', async () => {
    const { openFiles } = await process(1);
    expect(openFiles.map(({ number, closesOnExec, shown }) => [number, closesOnExec, shown])).toEqual([
      [0, false, '/data/readings (deleted)'],
      [5, true, 'tcp established 127.0.0.1:7000 -> 127.0.0.1:40000'],
      [6, false, 'kind 77, which this version does not know'],
    ]);
    expect(openFiles[0]?.file).toEqual({
      ...{ kind: 'file', path: '/data/readings', access: 'write', position: 512, size: 4096, mode: 0o100644 },
    });
  });

  test('which sockets there were, each once, and who held them', async () => {
    const sockets = heldSockets((await read()).processes);
    expect(sockets.map(({ shown, holders }) => [shown, holders])).toEqual([
      [
        'tcp established 127.0.0.1:7000 -> 127.0.0.1:40000',
        [
          { pid: 1, number: 5 },
          { pid: 7, number: 5 },
        ],
      ],
    ]);
  });

  test('what the memory held, as /proc/PID/maps has it', async () => {
    const { memoryMap } = await process(1);
    expect(memoryMap.map(({ range, access, holds, path }) => [range, access, holds, path])).toEqual([
      ['00400000-00402000', 'r-xp', 'file', '/bin/sh'],
      ['7ffc00000000-7ffc00002000', 'rw-p', 'stack', undefined],
      ['ffffffffff600000-ffffffffff601000', '--xp', 'kernel', undefined],
      ['00600000-00601000', 'rw-s', 'unknown', undefined],
    ]);
    expect(memoryMap[0]).toMatchObject({ bytes: 0x2000, offset: 4096 });
  });

  test('how much memory was dumped, also as CRIU 3.17 counted it', async () => {
    expect([(await process(1)).memoryBytes, (await process(7)).memoryBytes]).toEqual([
      3 * pageBytes,
      pageBytes,
    ]);
  });

  test('what was mounted', async () => {
    expect((await read()).mounts.map(({ path, type, isExternal }) => [path, type, isExternal])).toEqual([
      ['/', 'overlay', false],
      ['/data', 'type 99', true],
    ]);
  });
});

test('Pages that did not change are found in the checkpoint before', async () => {
  const before = inMemory(sampleImages());
  for (const unchanged of [run(stack, 2, 1), { ...oldRun(stack, 2), 3: 1 }]) {
    const images = { ...sampleImages(), 'pagemap-1.img': image('pagemap-1', { 1: 1 }, unchanged) };
    const [first] = (await readCheckpoint(inMemory(images, before))).processes;
    expect(first).toMatchObject({ command: ['sh', '-c', 'gauge "a b"'], memoryBytes: 2 * pageBytes });
  }
});

test('A chain of checkpoints that leads back to itself ends', async () => {
  const images = { ...sampleImages(), 'pagemap-1.img': image('pagemap-1', { 1: 1 }, run(stack, 2, 1)) };
  const circle = { ...inMemory(images), parent: inMemory(images) };
  circle.parent = circle;
  expect((await readCheckpoint(circle)).processes[0]?.command).toBeUndefined();
});

test('A command line that a program wrote over goes on into its environment, and ends there', async () => {
  const images = sampleImages();
  const pages = Buffer.from(images['pages-1.img'] ?? '');
  pages.write('gauge: station seven!!\0', 3 * pageBytes - 24);
  expect((await process(1, { 'pages-1.img': pages })).command).toEqual(['gauge: station seven!!']);
});

test('What a newer CRIU adds does not keep the rest from being read', async () => {
  const newer = {
    'inventory.img': image('inventory', { 1: 3, 2: 1, 77: 'more' }),
    'pstree.img': image('pstree', { 1: 1, 2: 0, 3: 1, 4: 1, 5: [1], 60: 5, 61: 'x' }),
    'core-1.img': image('core-1', { 1: 99, 3: { 1: 8, 6: 'sh', 70: 1 } }),
  };
  const checkpoint = await read(newer);
  expect(checkpoint).toMatchObject({ format: 3, confinement: undefined });
  expect(checkpoint.processes).toMatchObject([
    { pid: 1, architecture: 'kind 99', state: 'unknown', memoryBytes: undefined, command: undefined },
  ]);
});

test('Memory that is stored in a way that this does not know is not guessed at', async () => {
  const pagemap = image('pagemap-1', { 1: 1 }, run(stack, 1), { ...run(stack + pageBytes, 1), 6: { 1: 17 } });
  expect(await process(1, { 'pagemap-1.img': pagemap })).toMatchObject({
    ...{ name: 'sh', command: undefined, memoryBytes: undefined },
  });
});

test('Names cannot give a terminal orders', async () => {
  const core = image('core-9', { 1: 1, 3: { 1: 6, 6: 'a\u001b[2Jb\nc' } });
  expect((await process(9, { 'core-9.img': core })).name).toBe('a[2Jbc');
});

test('An address of IPv6 is in its shortest form, and one of IPv4 within it as such', async () => {
  const [wide, mapped] = [
    [0xb80d0120, 0, 0, 0x01000000],
    [0, 0, 0xffff0000, 0x0100007f],
  ];
  const socket = { 3: 10, 4: 2, 5: 17, 6: 7, 7: 53, 8: 0, 11: wide, 12: mapped };
  const files = image('files', { 1: 4, 2: 4, 4: socket });
  const { openFiles } = await process(1, { 'files.img': files });
  expect(openFiles.find(({ number }) => number === 5)?.shown).toBe(
    'udp close [2001:db8::1]:53 -> 127.0.0.1:0',
  );
});
