/** The files of an image's layer, by its index: a plain tar is read where a file lies, a compressed one from its beginning. */
import { ShiplockError } from '../../../shared/errors.ts';
import { ByteReader } from '../tree/byte-reader.ts';
import type { FileEntry, LayerContent } from '../tree/entry.ts';
import { readSparse } from '../tree/sparse-reader.ts';
import type { TreeReader } from '../tree/tree-reader.ts';
import { zeros } from '../tree/zeros.ts';
import { uncompressed } from './compressed.ts';
import type { FileTree } from './file-tree.ts';

export interface LayerBlob {
  /** Whether its bytes are those of the tar itself. */
  readonly isCompressed: boolean;
  /** The blob's bytes from this one on. Whoever reads them may stop. */
  read(from: number): AsyncIterable<Uint8Array>;
}

/** `tree` is what `indexLayer` made of this blob. */
export function layerFiles(tree: TreeReader, blob: LayerBlob): FileTree {
  return {
    tree,
    marksByName: true,
    bytes: (file, from = 0, to = file.bytes) => bytesOf(blob, file, from, Math.min(to, file.bytes)),
  };
}

async function* bytesOf(blob: LayerBlob, file: FileEntry, from: number, to: number): AsyncGenerator<Buffer> {
  const { content } = file;
  if (content.in !== 'layer')
    throw new ShiplockError('usage', {
      en: 'The bytes of this file lie in no layer.',
      zh: '该文件的内容不在任何镜像层中。',
    });
  if (from >= to) return;
  let at = 0;
  for await (const part of content.sparse ? spread(blob, file, content) : archived(blob, content, 0, to)) {
    const wanted = part.subarray(Math.max(from - at, 0), Math.max(to - at, 0));
    at += part.length;
    if (wanted.length > 0) yield wanted;
    if (at >= to) return;
  }
}

/** The bytes in the archive, up to this one. */
async function* archived(
  blob: LayerBlob,
  content: LayerContent,
  from: number,
  to: number,
): AsyncGenerator<Buffer> {
  const start = content.offset + from;
  const source = blob.isCompressed ? await uncompressed(blob.read(0)) : blob.read(start);
  await using reader = new ByteReader(source);
  if (blob.isCompressed) await reader.skip(start);
  for (let left = to - from; left > 0; ) {
    const part = await reader.some(left);
    if (part === null) throw cutOff();
    left -= part.length;
    yield part;
  }
}

/** A sparse file with its holes as zeros. */
async function* spread(blob: LayerBlob, file: FileEntry, content: LayerContent): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const { offset, data } of readSparse(archived(blob, content, 0, content.archived), file.bytes)) {
    yield* zeros(offset - at);
    yield data;
    at = offset + data.length;
  }
  yield* zeros(file.bytes - at);
}

function cutOff(): ShiplockError {
  return new ShiplockError(
    'store-damaged',
    { en: "An image's layer is shorter than its index says.", zh: '镜像的一层比其索引所示的短。' },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: { en: 'Verify the store: it names what is damaged.', zh: '请校验存储：会列出损坏的内容。' },
    },
  );
}
