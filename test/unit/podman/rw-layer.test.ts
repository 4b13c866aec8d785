/** RW layers on their way to Podman and back: what is gone stays gone, and nothing else goes. */
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { DiffTree } from '../../../electron/backups/podman/diff-tree.ts';
import { deletedPaths, withoutMarks } from '../../../electron/backups/podman/rw-layer.ts';
import { TreeAssembly } from '../../../electron/backups/tree/assembly.ts';
import { treeToTar } from '../../../electron/backups/tree/to-tar.ts';
import { TreeReader } from '../../../electron/backups/tree/tree-reader.ts';
import { entriesOf, layerOf, layerTar } from '../browse/layers.ts';
import { MemoryChunks } from '../tree/memory-chunks.ts';
import { collected, file, folder, treeOf, written } from '../tree/samples.ts';

const opaque = new Map([['SCHILY.xattr.trusted.overlay.opaque', Buffer.from('y')]]);

async function all(paths: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const path of paths) found.push(path);
  return found;
}

test('whiteouts, and what an opaque folder hides, are listed; the archive has no marks', async () => {
  const chunks = new MemoryChunks();
  const image = await layerOf(
    chunks,
    await layerTar(chunks, {
      'etc/group': 'g',
      'var/log/old': 'o',
      'var/log/kept': 'k',
      'var/run': 'r',
      'usr/x': 'x',
    }),
  );
  const { tree } = await treeOf(chunks, {
    ...(await entriesOf(chunks, { 'etc/group': 'whiteout', own: 'mine', 'var/log/kept': 'new' })),
    var: folder({ extended: opaque }),
  });
  expect(await all(deletedPaths(tree, [image]))).toEqual(['/etc/group', '/var/log/old', '/var/run']);
  const archived: string[] = [];
  for await (const { path, entry } of withoutMarks(tree).walk()) {
    archived.push(path.toString());
    expect(entry.extended.size).toBe(0);
  }
  expect(archived).toEqual(['', 'etc', 'own', 'var', 'var/log', 'var/log/kept']);
});

test('what Podman cannot be told is refused: a name that is no text, a folder that was renamed in place', async () => {
  const chunks = new MemoryChunks();
  using assembly = new TreeAssembly({ chunks, scratch: tmpdir() });
  for (const whiteout of Object.values(await entriesOf(chunks, { x: 'whiteout' })))
    assembly.add(Buffer.from([0x65, 0xff]), whiteout);
  const strange = new TreeReader(chunks, (await assembly.finish()).root);
  const redirect = new Map([['SCHILY.xattr.trusted.overlay.redirect', Buffer.from('old')]]);
  const { tree: renamed } = await treeOf(chunks, { new: folder({ extended: redirect }) });
  for (const tree of [strange, renamed])
    await expect(all(deletedPaths(tree, []))).rejects.toMatchObject({ code: 'usage' });
});

test('a list of changes becomes an RW layer whose folders are as the image has them', async () => {
  const chunks = new MemoryChunks();
  const base = await treeOf(chunks, {
    srv: folder({ mode: 0o700, uid: 33 }),
    'srv/site': folder({ mode: 0o750, gid: 7 }),
    'srv/site/gone': await file(chunks, 'gone'),
  });
  const image = await layerOf(chunks, await collected(treeToTar(base.tree)));
  const { tree: changes } = await treeOf(chunks, { 'srv/site/new': await file(chunks, 'new') });
  // As Podman writes it: without the folders on the way.
  const archive = await collected(
    treeToTar({
      chunks,
      async *walk() {
        for await (const placed of changes.walk()) if (placed.entry.kind === 'file') yield placed;
      },
    }),
  );
  using assembly = new TreeAssembly({ chunks, scratch: tmpdir() });
  const diff = new DiffTree(assembly, [image]);
  diff.remove('/srv/site/gone');
  await diff.add(
    (async function* () {
      yield archive;
    })(),
    undefined,
  );
  const { root } = await diff.finish(undefined);
  const tree = new TreeReader(chunks, root);
  expect(await written(tree)).toEqual([
    '. folder',
    'srv folder',
    'srv/site folder',
    'srv/site/gone character',
    'srv/site/new file 3',
  ]);
  expect(await tree.find(Buffer.from('srv'))).toMatchObject({ mode: 0o700, uid: 33 });
  expect(await tree.find(Buffer.from('srv/site'))).toMatchObject({ mode: 0o750, gid: 7 });
  expect(await all(deletedPaths(tree, [image]))).toEqual(['/srv/site/gone']);
});
