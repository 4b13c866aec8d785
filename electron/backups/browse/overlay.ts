/** The rules of an overlay: what shows of the things that several layers have under one name. */
import { type Entry, type FolderEntry, isOpaque, isWhiteout } from '../tree/entry.ts';
import type { FileTree } from './file-tree.ts';
import { opaqueMark } from './layer-index.ts';

/** What one layer has under a name. */
export interface Layered {
  readonly files: FileTree;
  readonly entry: Entry;
}

/** A layer's folder that takes part in what shows. */
export interface Part {
  readonly files: FileTree;
  readonly folder: FolderEntry;
}

export interface Shown extends Layered {
  /** Of a folder: whose entries show in it, the top first. */
  readonly parts: readonly Part[];
}

/** What shows, of what layers have under one name, the top first. Undefined when it is gone. */
export function overlaid(found: readonly Layered[]): Shown | undefined {
  const [top] = found;
  if (!top || isWhiteout(top.entry)) return undefined;
  const parts: Part[] = [];
  for (const { files, entry } of found) {
    if (entry.kind !== 'folder') break;
    parts.push({ files, folder: entry });
    if (isOpaque(entry)) break;
  }
  return { ...top, parts };
}

/** What shows of a tree by itself, marks and all. */
export function alone(found: readonly Layered[]): Shown | undefined {
  const [only] = found;
  if (!only) return undefined;
  const { files, entry } = only;
  return { files, entry, parts: entry.kind === 'folder' ? [{ files, folder: entry }] : [] };
}

/** Without the parts below one that hides them by a name in it. It is looked for only when the folder is opened. */
export async function withoutHidden(parts: readonly Part[]): Promise<readonly Part[]> {
  const showing: Part[] = [];
  for (const part of parts) {
    showing.push(part);
    if (parts.length === 1 || !part.files.marksByName) continue;
    if (await part.files.tree.folder(part.folder).find(opaqueMark)) break;
  }
  return showing;
}
