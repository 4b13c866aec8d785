/** A tree as an archive, and the archive as a tree. */
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TreeAssembly } from '../../../electron/backups/tree/assembly.ts';
import { inChunks, readBytes } from '../../../electron/backups/tree/blocks.ts';
import { ContentWriter } from '../../../electron/backups/tree/content-writer.ts';
import type { Entry } from '../../../electron/backups/tree/entry.ts';
import { addTar } from '../../../electron/backups/tree/from-tar.ts';
import { treeToTar } from '../../../electron/backups/tree/to-tar.ts';
import { TreeReader } from '../../../electron/backups/tree/tree-reader.ts';
import { MemoryChunks } from './memory-chunks.ts';
import { collected, file, folder, noise, plain, treeOf, written } from './samples.ts';

test('a tree that went through an archive is the same tree, down to its identity', async () => {
  const chunks = new MemoryChunks();
  const { root, tree } = await treeOf(chunks, await oneOfEach(chunks));
  expect(await throughTar(chunks, tree)).toBe(root);
});

test('what was written once is read as long as there are stores: the bytes of a tree do not change', async () => {
  const chunks = new MemoryChunks();
  const { root } = await treeOf(chunks, await oneOfEach(chunks));
  // If this fails, the format has another version, and the old one is still to be read.
  expect(root).toBe('230c18867eee3b21ff15ed9afb8c5c8c577eca7c7fbb4093c3574d88b374536e');
});

test('whatever names, times, owners, attributes and sizes there are, an archive keeps them', async () => {
  const name = fc
    .uint8Array({ minLength: 1, maxLength: 120 })
    .map((bytes) => Buffer.from(bytes).toString('hex'));
  const attribute = fc.tuple(fc.stringMatching(/^SCHILY\.xattr\.user\.[a-z%3D]{1,40}$/), fc.uint8Array());
  const entry = fc.record({
    mode: fc.integer({ min: 0, max: 0o7777 }),
    uid: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 32 - 2 })),
    mtimeNs: fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n), fc.constant(1_700_000_000_000_000_000n)),
    extended: fc
      .array(attribute, { maxLength: 4 })
      .map((pairs) => new Map(pairs.map(([key, value]) => [key, Buffer.from(value)]))),
    length: fc.oneof(fc.constantFrom(0, 1, 511, 512, 65535, 65536, 65537), fc.nat(300_000)),
  });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, entry, { maxKeys: 6, noNullPrototype: true }), async (entries) => {
      const chunks = new MemoryChunks();
      const files: Record<string, Entry> = {};
      for (const [path, { length, ...attributes }] of Object.entries(entries)) {
        files[path] = await file(chunks, noise(length), attributes);
      }
      const { root, tree } = await treeOf(chunks, files);
      expect(await throughTar(chunks, tree)).toBe(root);
    }),
    { numRuns: 60 },
  );
});

test('a sparse file keeps its bytes and its holes, wherever they lie', async () => {
  const part = fc.record({ at: fc.nat(400), pages: fc.integer({ min: 1, max: 40 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), fc.nat(2_000_000), async (parts, length) => {
      const chunks = new MemoryChunks();
      const bytes = Buffer.alloc(length);
      for (const { at, pages } of parts) noise(pages * 4096, at + 1).copy(bytes, at * 4096);
      const content = new ContentWriter(chunks, { sparse: true });
      await content.append(bytes);
      const sparse: Entry = { ...plain, kind: 'file', ...(await content.finish()) };
      const { root, tree } = await treeOf(chunks, { sparse });
      expect(await throughTar(chunks, tree)).toBe(root);
      expect((await collected(readBytes(chunks, inChunks(sparse)))).equals(bytes)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a file of eight terabytes that holds a page takes neither room nor time', async () => {
  const chunks = new MemoryChunks();
  const content = new ContentWriter(chunks, { sparse: true });
  await content.skip(7 * 2 ** 40);
  await content.append(noise(4096));
  await content.skip(2 ** 40 - 4096);
  const sparse: Entry = { ...plain, kind: 'file', ...(await content.finish()) };
  const { root, tree } = await treeOf(chunks, { sparse });
  expect(sparse.bytes).toBe(8 * 2 ** 40);
  expect(chunks.newBytes).toBeLessThan(1_000_000);
  expect(await throughTar(chunks, tree)).toBe(root);
  expect((await collected(treeToTar(tree))).length).toBeLessThan(20_000);
});

test('a link that comes before the file it links to is archived after it, and its folder keeps its time', async () => {
  const chunks = new MemoryChunks();
  const { tree } = await treeOf(chunks, {
    a: folder(),
    'a/link': { ...plain, kind: 'hard-link', target: Buffer.from('b/file') },
    'b/file': await file(chunks, 'text'),
  });
  const order: string[] = [];
  const { readTar } = await import('../../../electron/backups/tree/tar-reader.ts');
  for await (const member of readTar(treeToTar(tree))) order.push(`${member.path.toString()} ${member.kind}`);
  expect(order.slice(-3)).toEqual(['./b/file file', './a folder', './a/link hard-link']);
});

test('an archive that is cut off anywhere is refused', async () => {
  const chunks = new MemoryChunks();
  const { tree } = await treeOf(chunks, await oneOfEach(chunks));
  const whole = await collected(treeToTar(tree));
  for (let length = 0; length < whole.length - 1024; length += 54_321) {
    using assembly = new TreeAssembly({ chunks, scratch: tmpdir() });
    const cut = (async function* () {
      yield whole.subarray(0, length);
    })();
    await expect(addTar(cut, assembly)).rejects.toMatchObject({ code: 'incomplete' });
  }
});

async function oneOfEach(chunks: MemoryChunks): Promise<Record<string, Entry>> {
  return {
    '': folder({ mode: 0o1777, uid: 999 }),
    empty: await file(chunks, ''),
    'a folder': folder({ extended: new Map([['SCHILY.xattr.trusted.overlay.opaque', Buffer.from('y')]]) }),
    'a folder/small': await file(chunks, 'small'),
    'a folder.txt': await file(chunks, noise(65536)),
    large: await file(chunks, noise(3_000_000), {
      extended: new Map([
        ['SCHILY.xattr.security.capability', Buffer.from([1, 0, 0, 2, 0, 0x0a, 0xff, 0x3d])],
        ['SCHILY.acl.access', Buffer.from('user::rw-\nuser:7:r--\ngroup::r--\nmask::r--\nother::r--\n')],
      ]),
    }),
    [`long/${'x'.repeat(250)}`]: { ...plain, kind: 'link', target: Buffer.from('y'.repeat(300)) },
    'other name': { ...plain, kind: 'hard-link', target: Buffer.from('large') },
    gone: { ...plain, kind: 'character', major: 0, minor: 0 },
    disk: { ...plain, kind: 'block', major: 259, minor: 300_000 },
    pipe: { ...plain, kind: 'fifo' },
    'before 1970': await file(chunks, 'old', { mtimeNs: -1_500_000_000n }),
    long: folder(),
  };
}

async function throughTar(chunks: MemoryChunks, tree: TreeReader): Promise<string> {
  using assembly = new TreeAssembly({ chunks, scratch: tmpdir() });
  await addTar(treeToTar(tree), assembly);
  const { root } = await assembly.finish();
  if (root !== tree.rootId) expect(await written(new TreeReader(chunks, root))).toEqual(await written(tree));
  return root;
}
