/** A large file made of an earlier one and of what is not the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BlockedFile,
  blockBytes,
  blocksOf,
  readBytes,
  wireDigest,
} from '../../../electron/backups/tree/blocks.ts';
import { ContentWriter } from '../../../electron/backups/tree/content-writer.ts';
import { patchFile } from '../../../electron/backups/tree/patch-file.ts';
import { MemoryChunks } from './memory-chunks.ts';
import { collected, noise } from './samples.ts';

test('whatever changed, grew or shrank, the file is the new one, and only blocks that differ are sent or written', async () => {
  const blocks = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      blocks,
      blocks,
      fc.boolean(),
      fc.nat(blockBytes - 1),
      fc.boolean(),
      async (before, after, sparse, tail, hadTail) => {
        const chunks = new MemoryChunks();
        const [old, fresh] = [bytesOf(before, hadTail ? tail : 0), bytesOf(after, tail)];
        const earlier = await written(chunks, old, sparse);
        const sent = await differing(chunks, earlier, fresh);
        const patched = await patchFile(chunks, earlier, { bytes: fresh.length, changed: inTurn(sent) });
        expect((await collected(readBytes(chunks, patched))).equals(fresh)).toBe(true);
        expect(patched).toEqual(await written(chunks, fresh, sparse));
      },
    ),
    { numRuns: 80 },
  );
});

test('a block of a file of a gigabyte is changed without reading the others', async () => {
  const chunks = new MemoryChunks();
  const content = new ContentWriter(chunks, { sparse: true });
  await content.append(noise(10 * blockBytes));
  await content.skip(2 ** 30);
  await content.append(noise(10 * blockBytes, 2));
  const earlier = await content.finish();
  [chunks.reads.length, chunks.newBytes] = [0, 0];
  await patchFile(chunks, earlier, {
    bytes: earlier.bytes,
    changed: inTurn([{ index: 3, data: noise(blockBytes, 5) }]),
  });
  // The list of lists, and the two lists that name blocks; fifteen are holes.
  expect(chunks.reads.length).toBe(3);
  expect(chunks.newBytes).toBeLessThan(blockBytes + 110_000);
});

test('a block that was not sent and that the earlier file does not have is an error, not a hole', async () => {
  const chunks = new MemoryChunks();
  const earlier = await written(chunks, noise(3 * blockBytes + 10), false);
  const patch = (bytes: number, ...indexes: number[]) =>
    patchFile(chunks, earlier, {
      bytes,
      changed: inTurn(
        indexes.map((index) => ({ index, data: noise(Math.min(blockBytes, bytes - index * blockBytes)) })),
      ),
    });
  await expect(patch(5 * blockBytes, 3)).rejects.toMatchObject({ code: 'incomplete' });
  await expect(patch(5 * blockBytes, 4)).rejects.toMatchObject({ code: 'incomplete' });
  await expect(patch(3 * blockBytes + 5)).rejects.toMatchObject({ code: 'incomplete' });
  await expect(patch(5 * blockBytes, 4, 3)).rejects.toMatchObject({ code: 'incomplete' });
  expect((await patch(5 * blockBytes, 3, 4)).bytes).toBe(5 * blockBytes);
});

/** A block each: of zeros, or of one of three noises. */
function bytesOf(blocks: readonly number[], tail: number): Buffer {
  const whole = blocks.map((seed) => (seed === 0 ? Buffer.alloc(blockBytes) : noise(blockBytes, seed)));
  return Buffer.concat([...whole, noise(tail, 9)]);
}

async function written(chunks: MemoryChunks, bytes: Buffer, sparse: boolean): Promise<BlockedFile> {
  const content = new ContentWriter(chunks, { sparse });
  await content.append(bytes);
  return await content.finish();
}

/** As a host would find them: by the digests of the earlier file's blocks, a hole's being that of zeros. */
async function differing(chunks: MemoryChunks, earlier: BlockedFile, fresh: Buffer) {
  const digests = new Map<number, Buffer>();
  for await (const block of blocksOf(chunks, earlier)) digests.set(block.index, block.digest);
  const changed: { index: number; data: Buffer }[] = [];
  for (let index = 0; index * blockBytes < fresh.length; index++) {
    const data = fresh.subarray(index * blockBytes, (index + 1) * blockBytes);
    const length = Math.min(blockBytes, earlier.bytes - index * blockBytes);
    const digest = length <= 0 ? undefined : (digests.get(index) ?? wireDigest(Buffer.alloc(length)));
    if (!digest?.equals(wireDigest(data))) changed.push({ index, data });
  }
  return changed;
}

async function* inTurn<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
