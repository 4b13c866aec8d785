/**
 * Makes a tree of an image's layer: what it lists and where in the layer each file's bytes begin. It is made once; from then on
 * a folder of the layer opens as any other does.
 */
import type { ChunkWriter } from '../store/chunks.ts';
import { type AssembledTree, TreeAssembly } from '../tree/assembly.ts';
import { entryOf } from '../tree/from-tar.ts';
import { folderOf, joinNames, nameOf, namesOf, treePath } from '../tree/path.ts';
import { readTar } from '../tree/tar-reader.ts';
import { uncompressed } from './compressed.ts';

/** In a folder of a layer, the name that hides all that lower layers have in that folder. */
export const opaqueMark = Buffer.from('.wh..wh..opq');

export interface LayerIndexOptions {
  readonly chunks: ChunkWriter;
  /** A folder of the laptop for what does not fit memory while it is sorted. */
  readonly scratch: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the layer once: a tar, plain or compressed with gzip or zstd. A name that it takes away becomes an overlay's whiteout of
 * that name. Throws 'incomplete' when it is cut off or no such thing.
 */
export async function indexLayer(
  layer: AsyncIterable<Uint8Array>,
  { chunks, scratch, signal }: LayerIndexOptions,
): Promise<AssembledTree> {
  using assembly = new TreeAssembly({ chunks, scratch });
  for await (const member of readTar(await uncompressed(layer))) {
    signal?.throwIfAborted();
    const path = treePath(member.path);
    const gone = nameThatIsGone(path);
    if (gone) {
      assembly.add(gone, { ...member, name: nameOf(gone), kind: 'character', major: 0, minor: 0 });
      continue;
    }
    const { bytes, sparse, offset, archived } = member;
    const target = member.kind === 'hard-link' ? treePath(member.target) : member.target;
    assembly.add(
      path,
      entryOf(member, path, target, { bytes, content: { in: 'layer', sparse, offset, archived } }),
    );
  }
  return await assembly.finish(signal);
}

/** The OCI image format's mark: `.wh.` before the name. The mark that hides all of a folder stays a name in it. */
function nameThatIsGone(path: Buffer): Buffer | undefined {
  const name = nameOf(path);
  if (name.equals(opaqueMark)) return path;
  if (name.length <= 4 || !name.toString('latin1').startsWith('.wh.')) return undefined;
  return joinNames([...namesOf(folderOf(path)), name.subarray(4)]);
}
