/** A container's RW layer as Podman's archives have it: an overlay's marks become a list of what is gone. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { FileTree } from '../browse/file-tree.ts';
import { View } from '../browse/view.ts';
import { type Entry, isOpaque, isWhiteout, overlayMark } from '../tree/entry.ts';
import { pathIn, printedPath } from '../tree/path.ts';
import type { Walkable } from '../tree/to-tar.ts';
import type { Placed, TreeReader } from '../tree/tree-reader.ts';

/** Without the overlay's marks: in the merged tree that the archive is unpacked into, nobody may make them. */
export function withoutMarks(tree: TreeReader): Walkable {
  async function* walk(): AsyncGenerator<Placed> {
    for await (const { path, entry } of tree.walk())
      if (!isWhiteout(entry)) yield { path, entry: { ...entry, extended: unmarked(entry) } };
  }
  return { chunks: tree.chunks, walk };
}

const unmarked = ({ extended }: Entry): Entry['extended'] =>
  new Map([...extended].filter(([key]) => !/^SCHILY\.xattr\.(trusted|user)\.overlay\./.test(key)));

/**
 * The paths of what the image has and the container has not, in the order of a walk. `layers`: the image's, the last first.
 * Throws 'usage' for what an archive of Podman has no words for.
 */
export async function* deletedPaths(tree: TreeReader, layers: readonly FileTree[]): AsyncGenerator<string> {
  const image = View.ofContainer({ layers });
  for await (const { path, entry } of tree.walk()) {
    if (overlayMark(entry, 'redirect') ?? overlayMark(entry, 'metacopy')) throw noWords(path);
    if (isWhiteout(entry)) yield told(path);
    else if (isOpaque(entry)) yield* hidden(image, tree, path);
  }
}

/** What of the image's folder is in no folder of the RW layer that stands in its place. */
async function* hidden(image: View, tree: TreeReader, path: Buffer): AsyncGenerator<string> {
  const folder = await image.find(path);
  if (folder?.entry.kind !== 'folder') return;
  for await (const { entry } of image.list(folder)) {
    const own = await tree.find(pathIn(path, entry.name));
    if (own === undefined) yield told(pathIn(path, entry.name));
    else if (own.kind === 'folder' && entry.kind === 'folder' && !isOpaque(own))
      yield* hidden(image, tree, pathIn(path, entry.name));
  }
}

/** The list is JSON: it has no way to say bytes that are no text. */
function told(path: Buffer): string {
  const text = printedPath(path);
  if (Buffer.from(text.slice(1)).equals(path)) return text;
  throw noWords(path);
}

function noWords(path: Buffer): ShiplockError {
  return new ShiplockError(
    'usage',
    { en: `${printedPath(path)} cannot be told to Podman.`, zh: `${printedPath(path)} 无法向 Podman 表达。` },
    {
      state: { en: 'Nothing was written.', zh: '未写入任何内容。' },
      remedy: {
        en: 'Restore the point with Shiplock, or take its files: shiplock extract',
        zh: '请用 Shiplock 还原该还原点，或取出其文件：shiplock extract',
      },
    },
  );
}
