/**
 * An overlay with `redirect_dir` or `metacopy` on renames a folder, or changes a file's mode, without copying it: the RW layer only
 * notes where the layers below have it.
 */
import { type Entry, overlayMark } from '../tree/entry.ts';
import { treePath } from '../tree/path.ts';
import type { FileTree } from './file-tree.ts';
import type { Layered, Part } from './overlay.ts';

/** What the layers have under a name, with what the topmost entry refers to in place of what is below it. */
export async function redirected(
  found: readonly Layered[],
  parts: readonly Part[],
  layers: readonly FileTree[],
): Promise<readonly Layered[]> {
  const [top] = found;
  // Only a layer that an overlay wrote has such notes.
  if (!top || top.files.marksByName || !layers.includes(top.files)) return found;
  const elsewhere = overlayMark(top.entry, 'redirect');
  const below = elsewhere ? await lookUp(elsewhere, top.files, parts, layers) : found.slice(1);
  const isEmptyCopy = top.entry.kind === 'file' && overlayMark(top.entry, 'metacopy') !== undefined;
  const original = isEmptyCopy ? below.find(({ entry }) => entry.kind === 'file') : undefined;
  return original ? [withContentOf(original, top.entry)] : [top, ...below];
}

/** A name in the same folder, or a path from the root of the layers. */
async function lookUp(
  elsewhere: Buffer,
  above: FileTree,
  parts: readonly Part[],
  layers: readonly FileTree[],
): Promise<Layered[]> {
  const isPath = elsewhere.includes('/');
  const below = isPath
    ? layers.slice(layers.indexOf(above) + 1)
    : parts.slice(parts.findIndex(({ files }) => files === above) + 1);
  const found: Layered[] = [];
  for (const each of below) {
    const entry =
      'folder' in each
        ? await each.files.tree.folder(each.folder).find(elsewhere)
        : await each.tree.find(treePath(elsewhere));
    if (entry) found.push({ files: 'folder' in each ? each.files : each, entry });
  }
  return found;
}

function withContentOf({ files, entry }: Layered, attributes: Entry): Layered {
  if (entry.kind !== 'file' || attributes.kind !== 'file') return { files, entry };
  return { files, entry: { ...attributes, bytes: entry.bytes, content: entry.content } };
}
