/** Makes a file's content of an earlier one and the blocks that are not the same: what a host sends of a large file. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { ChunkWriter } from '../store/chunks.ts';
import { type BlockedFile, type Block, blockBytes, blocksOf } from './blocks.ts';
import { ContentWriter } from './content-writer.ts';

export interface ChangedBlock {
  /** Which block of the file, from 0. */
  readonly index: number;
  /** All of it: 64 KiB, but for the file's last. */
  readonly data: Uint8Array;
}

export interface FilePatch {
  /** Of the file as it is now. */
  readonly bytes: number;
  /** In order. Those whose wire digest is another one than the earlier file's, and all that it did not have. */
  readonly changed: AsyncIterable<ChangedBlock>;
}

/**
 * Of the blocks that stay, neither is any read nor written. Throws 'incomplete' when a block is missing that cannot be taken from
 * the earlier file, or one is of another length than it must be.
 */
export async function patchFile(
  chunks: ChunkWriter,
  earlier: BlockedFile,
  patch: FilePatch,
): Promise<BlockedFile> {
  const { bytes, changed } = patch;
  const content = new ContentWriter(chunks, { sparse: earlier.content.sparse });
  const kept = blocksOf(chunks, earlier);
  let next = await kept.next();
  const lengthOf = (index: number) => Math.max(0, Math.min(blockBytes, bytes - index * blockBytes));

  /** Takes over, or leaves as holes, all blocks before this one. */
  const takeUpTo = async (index: number): Promise<void> => {
    for (; !next.done && next.value.index < index; next = await kept.next()) {
      const block: Block = next.value;
      if (block.bytes !== lengthOf(block.index)) throw misfit(block.index);
      await content.skip(block.index * blockBytes - content.bytes);
      await content.takeOver(block);
    }
    const start = Math.min(index * blockBytes, bytes);
    // What the earlier file had no room for cannot have been a hole of it.
    if (start > content.bytes && (!earlier.content.sparse || start > earlier.bytes)) throw misfit(index - 1);
    await content.skip(start - content.bytes);
  };

  try {
    for await (const { index, data } of changed) {
      if (data.length !== lengthOf(index) || index * blockBytes < content.bytes) throw misfit(index);
      await takeUpTo(index);
      await content.append(data);
      if (!next.done && next.value.index === index) next = await kept.next();
    }
    await takeUpTo(Math.ceil(bytes / blockBytes));
    return await content.finish();
  } finally {
    await kept.return(undefined);
  }
}

function misfit(index: number): ShiplockError {
  return new ShiplockError(
    'incomplete',
    {
      en: `Block ${index} of a file is missing, or is not the one that was told.`,
      zh: `某个文件的第 ${index} 块缺失，或与所报的不符。`,
    },
    {
      state: { en: 'The restore point was not made.', zh: '没有创建还原点。' },
      remedy: {
        en: 'Try again: the file changed while it was being read, or the link dropped.',
        zh: '请重试：文件在读取时发生了变化，或连接中断。',
      },
    },
  );
}
