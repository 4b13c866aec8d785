/** Layers of an image to test with: tars as builders make them. */
import { tmpdir } from 'node:os';
import type { FileTree } from '../../../electron/backups/browse/file-tree.ts';
import { layerFiles } from '../../../electron/backups/browse/layer-files.ts';
import { indexLayer } from '../../../electron/backups/browse/layer-index.ts';
import type { Entry } from '../../../electron/backups/tree/entry.ts';
import { treeToTar } from '../../../electron/backups/tree/to-tar.ts';
import { TreeReader } from '../../../electron/backups/tree/tree-reader.ts';
import type { MemoryChunks } from '../tree/memory-chunks.ts';
import { collected, file, folder, plain, treeOf } from '../tree/samples.ts';

/** The tar of a layer with these files: the text of each, null for a folder, `-> x` for a link. */
export async function layerTar(
  chunks: MemoryChunks,
  files: Readonly<Record<string, string | null>>,
): Promise<Buffer> {
  const { tree } = await treeOf(chunks, await entriesOf(chunks, files));
  return await collected(treeToTar(tree));
}

export async function entriesOf(
  chunks: MemoryChunks,
  files: Readonly<Record<string, string | null>>,
): Promise<Record<string, Entry>> {
  const entries: Record<string, Entry> = {};
  for (const [path, text] of Object.entries(files)) {
    if (text === null) entries[path] = folder();
    else if (text.startsWith('-> '))
      entries[path] = { ...plain, kind: 'link', target: Buffer.from(text.slice(3)) };
    else if (text.startsWith('=> '))
      entries[path] = { ...plain, kind: 'hard-link', target: Buffer.from(text.slice(3)) };
    else if (text === 'whiteout') entries[path] = { ...plain, kind: 'character', major: 0, minor: 0 };
    else entries[path] = await file(chunks, text);
  }
  return entries;
}

/** The files of a layer, indexed, whose blob is these bytes. `reads` takes down from where each reading began. */
export async function layerOf(
  chunks: MemoryChunks,
  blob: Buffer,
  { isCompressed = false, reads = [] as number[] } = {},
): Promise<FileTree> {
  const read = (from: number) => {
    reads.push(from);
    return inParts(blob.subarray(from));
  };
  const { root } = await indexLayer(inParts(blob), { chunks, scratch: tmpdir() });
  return layerFiles(new TreeReader(chunks, root), { isCompressed, read });
}

async function* inParts(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}
