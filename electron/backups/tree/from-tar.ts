/**
 * Reads archives, as GNU tar writes them with `--create --format=posix --numeric-owner --sparse --acls --xattrs
 * --xattrs-include='*'` in the locale C, into trees.
 */
import type { ChunkWriter } from '../store/chunks.ts';
import { withoutTexts } from './access-lists.ts';
import type { TreeAssembly } from './assembly.ts';
import type { BlockedFile } from './blocks.ts';
import { ContentWriter } from './content-writer.ts';
import type { Attributes, Entry } from './entry.ts';
import { nameOf, treePath } from './path.ts';
import { readSparse } from './sparse-reader.ts';
import { readTar, type TarMember } from './tar-reader.ts';

/** Which tree a member belongs to, and where in it; a hard link's target is asked for in the same way, without a kind. */
export type Placement = (
  path: Buffer,
  kind?: TarMember['kind'],
) => { readonly tree: TreeAssembly; readonly path: Buffer } | undefined;

export interface AddTarOptions {
  /** Called with the bytes of contents that came, while they do. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Adds all members of an archive to one tree, or each to the tree that `into` names: one archive may hold several places. What it
 * names nothing for is passed over. Contents are written as they come; memory does not grow with them.
 * Throws 'incomplete' when the archive is cut off or is none, 'usage' for a path that leaves the tree.
 */
export async function addTar(
  archive: AsyncIterable<Uint8Array>,
  into: TreeAssembly | Placement,
  { onBytes, signal }: AddTarOptions = {},
): Promise<void> {
  const place: Placement = typeof into === 'function' ? into : (path) => ({ tree: into, path });
  for await (const member of readTar(archive)) {
    signal?.throwIfAborted();
    const placed = place(treePath(member.path), member.kind);
    if (!placed) continue;
    const file =
      member.kind === 'file' ? await writeContent(placed.tree.chunks, member, onBytes, signal) : noFile;
    const target = member.kind === 'hard-link' ? place(treePath(member.target))?.path : member.target;
    placed.tree.add(placed.path, entryOf(member, placed.path, target ?? member.target, file));
  }
}

/**
 * What an overlay notes for itself: handles into the layers of the host that it ran on. They mean nothing elsewhere, and another
 * host's overlay would not believe them; a move leaves them out too.
 */
const ownToHost = ['origin', 'impure', 'uuid'].flatMap((mark) => [
  `SCHILY.xattr.trusted.overlay.${mark}`,
  `SCHILY.xattr.user.overlay.${mark}`,
]);

/** The member as an entry with this content. */
export function entryOf(
  member: TarMember,
  path: Buffer,
  target: Buffer,
  file: Pick<FileParts, 'bytes' | 'content'>,
): Entry {
  const { mode, uid, gid, mtimeNs, major, minor } = member;
  const extended = withoutTexts(new Map([...member.extended].filter(([key]) => !ownToHost.includes(key))));
  const named: Attributes & { name: Buffer } = { name: nameOf(path), mode, uid, gid, mtimeNs, extended };
  switch (member.kind) {
    case 'file':
      return { ...named, kind: 'file', ...file };
    case 'folder':
      return { ...named, kind: 'folder', node: null };
    case 'link':
    case 'hard-link':
      return { ...named, kind: member.kind, target };
    case 'character':
    case 'block':
      return { ...named, kind: member.kind, major, minor };
    case 'fifo':
      return { ...named, kind: 'fifo' };
  }
}

type FileParts = Extract<Entry, { kind: 'file' }>;

const noFile: BlockedFile = {
  bytes: 0,
  content: { in: 'chunks', sparse: false, depth: 0, records: Buffer.alloc(0) },
};

/** The bytes of a member that is a file. */
export async function writeContent(
  chunks: ChunkWriter,
  member: TarMember,
  onBytes?: AddTarOptions['onBytes'],
  signal?: AbortSignal | undefined,
): Promise<BlockedFile> {
  const content = new ContentWriter(chunks, { sparse: member.sparse });
  const append = async (data: Buffer) => {
    signal?.throwIfAborted();
    await content.append(data);
    onBytes?.(data.length);
  };
  if (!member.sparse) for await (const data of member.data()) await append(data);
  else {
    for await (const part of readSparse(member.data(), member.bytes)) {
      await content.skip(part.offset - content.bytes);
      await append(part.data);
    }
    await content.skip(member.bytes - content.bytes);
  }
  return await content.finish();
}
