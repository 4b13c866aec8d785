/** Images come from a host: whatever they hold, reading them ends, within bounds, with a checkpoint or with what is wrong. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShiplockError } from '../../../shared/errors.ts';
import { type Checkpoint, readCheckpoint } from '../../../electron/checkpoint/images/checkpoint.ts';
import type { ImageFiles } from '../../../electron/checkpoint/images/image-files.ts';
import { Message } from '../../../electron/checkpoint/images/message.ts';
import { hold, resultOf, runs } from '../fuzz.ts';
import { entry, image, inMemory, message, varint } from './encode.ts';
import { sampleImages } from './sample.ts';

const sample = sampleImages();
const names = fc.constantFrom(...Object.keys(sample));

/** The checkpoint, or undefined when it says that an image is damaged; any other failure is a defect. */
async function readOrRefuse(files: ImageFiles): Promise<Checkpoint | undefined> {
  try {
    return await readCheckpoint(files);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ShiplockError);
    expect((thrown as ShiplockError).code).toBe('store-damaged');
    expect((thrown as ShiplockError).message).toMatch(/^The checkpoint cannot be read: [a-z0-9-]+\.img /);
    return undefined;
  }
}

test('Random bytes are a message or are refused', () => {
  hold(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (bytes, field) => {
      const random = resultOf(() => new Message(Buffer.from(bytes), 'x.img'), 'store-damaged');
      resultOf(() => [random?.number(field), random?.text(field), random?.message(field)], 'store-damaged');
    }),
  );
});

test('A number is read as it was written: of up to 53 bits, or the address of a page', () => {
  const pageAddress = fc.bigInt(0n, 2n ** 52n - 1n).map((page) => page << 12n);
  hold(
    fc.property(fc.oneof(fc.bigInt(0n, 2n ** 53n), pageAddress), (value) => {
      const whole = new Message(Buffer.concat([Buffer.from([8]), varint(value)]), 'x.img');
      expect(whole.number(1)).toBe(Number(value));
    }),
  );
});

test('Random bytes in place of an image are refused, or read', async () => {
  await fc.assert(
    fc.asyncProperty(names, fc.uint8Array({ maxLength: 200 }), fc.nat(8), async (name, bytes, kept) => {
      const head = sample[name]?.subarray(0, kept) ?? Buffer.alloc(0);
      await readOrRefuse(inMemory({ ...sample, [name]: Buffer.concat([head, bytes]) }));
    }),
    { numRuns: runs(1.5) },
  );
});

test('An image with bytes changed is refused, or read', async () => {
  const change = fc.record({ name: names, at: fc.nat(), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const images = Object.fromEntries(
        Object.entries(sample).map(([name, bytes]) => [name, Buffer.from(bytes)]),
      );
      for (const { name, at, to } of changes) {
        const bytes = images[name];
        if (bytes !== undefined) bytes[at % bytes.length] = to;
      }
      await readOrRefuse(inMemory(images));
    }),
    { numRuns: runs(2.5) },
  );
});

test('An image that ends early is refused, unless it ends between entries', async () => {
  for (const name of ['pstree.img', 'core-1.img', 'files.img', 'mm-1.img', 'pagemap-1.img', 'fdinfo-3.img']) {
    const whole = sample[name] ?? Buffer.alloc(0);
    const ends = new Set<number>();
    for (let at = 8; at < whole.length; at += 4 + whole.readUInt32LE(at)) ends.add(at);
    for (let length = 0; length < whole.length; length += 1) {
      const checkpoint = await readOrRefuse(inMemory({ ...sample, [name]: whole.subarray(0, length) }));
      if (!ends.has(length)) expect(checkpoint, `${name} of ${length} bytes`).toBeUndefined();
    }
  }
});

test('A checkpoint without an image that it needs names it', async () => {
  for (const name of ['inventory.img', 'core-7.img']) {
    const { [name]: _, ...rest } = sample;
    await expect(readCheckpoint(inMemory(rest))).rejects.toMatchObject({
      code: 'store-damaged',
      message: `The checkpoint cannot be read: ${name} is not there.`,
    });
  }
});

test('An image that is too large is not even read', async () => {
  const files = inMemory(sample);
  const asked: string[] = [];
  const huge: ImageFiles = {
    size: async (name) => (name === 'files.img' ? 2 ** 40 : files.size(name)),
    readRange: (name, offset, length) => {
      asked.push(name);
      return files.readRange(name, offset, length);
    },
  };
  await expect(readCheckpoint(huge)).rejects.toMatchObject({ code: 'store-damaged' });
  expect(asked).not.toContain('files.img');
});

test('More entries than any container has are refused before they fill the memory', async () => {
  const one = entry({ 1: 4, 2: 1, 3: 4, 4: 5 });
  const many = Buffer.concat([image('fdinfo-3'), ...Array.from({ length: 400_000 }, () => one)]);
  await expect(readCheckpoint(inMemory({ ...sample, 'fdinfo-3.img': many }))).rejects.toMatchObject({
    message: 'The checkpoint cannot be read: fdinfo-3.img lists more than 400000 things, with those before.',
  });
});

test('Lists without end within one entry are refused before they fill the memory', async () => {
  /** A million times the same field: a number, 0, or nothing in a message. */
  const numbers = (field: number): Buffer => Buffer.alloc(2_000_000).fill(Buffer.from([field << 3, 0]));
  const messages = (field: number): Buffer =>
    Buffer.alloc(2_000_000).fill(Buffer.from([(field << 3) | 2, 0]));
  const long = {
    'pstree.img': image('pstree', Buffer.concat([message({ 1: 1, 2: 0 }), numbers(5)])),
    'files.img': image('files', { 1: 7, 2: 4, 9: messages(4) }),
    'mm-1.img': image('mm-1', Buffer.concat([message({ 12: 5 }), messages(14)])),
  };
  for (const [name, bytes] of Object.entries(long)) {
    await expect(readCheckpoint(inMemory({ ...sample, [name]: bytes }))).rejects.toMatchObject({
      message: expect.stringContaining(`${name} lists more than 400000 things`),
    });
  }
});

test('Many processes that share many descriptors are refused before anyone goes through them all', async () => {
  const tree = Array.from({ length: 2000 }, () => ({ 1: 1, 2: 0, 3: 1, 4: 1, 5: [1] }));
  const table = Array.from({ length: 2000 }, (_, number) => ({ 1: 4, 2: 1, 3: 4, 4: number }));
  const images = { 'pstree.img': image('pstree', ...tree), 'fdinfo-3.img': image('fdinfo-3', ...table) };
  await expect(readCheckpoint(inMemory({ ...sample, ...images }))).rejects.toMatchObject({
    code: 'store-damaged',
    message: expect.stringContaining('lists more than 400000 things'),
  });
});

test('Pages that overlap, and runs without end, do not keep the command line from ending', async () => {
  const stack = 0x7ffc_0000_0000;
  const runs = [
    { 1: stack, 2: 0, 4: 4, 5: 2n ** 63n },
    { 1: stack, 2: 0, 4: 4, 5: 2 },
    { 1: 2n ** 64n - 1n, 2: 0, 4: 4, 5: 2n ** 64n - 1n },
  ];
  const pagemap = image('pagemap-1', { 1: 1 }, ...runs);
  const checkpoint = await readOrRefuse(inMemory({ ...sample, 'pagemap-1.img': pagemap }));
  expect(checkpoint?.processes).toHaveLength(3);
});
