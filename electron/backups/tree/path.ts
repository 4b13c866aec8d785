/** Paths in a tree: bytes, since a host's names are, without a slash at either end. The root's is empty. */
import { ShiplockError } from '../../../shared/errors.ts';

const slash = 0x2f;

/**
 * The path as a tree has it: `./a//b/` and `/a/b` are `a/b`. Throws 'usage' for one that leaves the tree (`..`) or that
 * no host could have.
 */
export function treePath(raw: Uint8Array): Buffer {
  const bytes = asBuffer(raw);
  if (isNormal(bytes)) return bytes;
  const names = split(bytes).filter((name) => name.length > 0 && !(name.length === 1 && name[0] === 0x2e));
  for (const name of names) {
    if (isName(name)) continue;
    throw new ShiplockError('usage', {
      en: `${printedPath(bytes)} is no path in a tree.`,
      zh: `${printedPath(bytes)} 不是有效的路径。`,
    });
  }
  return joinNames(names);
}

/** True for what a folder may list: neither empty, `.` nor `..`, without a slash or a zero byte. */
export function isName(name: Uint8Array): boolean {
  if (name.length === 0 || name.includes(slash) || name.includes(0)) return false;
  return !(name[0] === 0x2e && (name.length === 1 || (name.length === 2 && name[1] === 0x2e)));
}

/** The path's names, root first; none for the root. */
export function namesOf(path: Buffer): Buffer[] {
  return path.length === 0 ? [] : split(path);
}

export function joinNames(names: readonly Uint8Array[]): Buffer {
  return Buffer.concat(names.flatMap((name, at) => (at === 0 ? [name] : [separator, name])));
}

/** The path of a name in a folder. */
export function pathIn(folder: Uint8Array, name: Uint8Array): Buffer {
  return folder.length === 0 ? Buffer.from(name) : Buffer.concat([folder, separator, name]);
}

export function nameOf(path: Buffer): Buffer {
  return path.subarray(path.lastIndexOf(slash) + 1);
}

/** The path of the folder that it is in; the root's own is the root. */
export function folderOf(path: Buffer): Buffer {
  return path.subarray(0, Math.max(path.lastIndexOf(slash), 0));
}

/** True if the path is in the folder, at any depth. */
export function isBelow(path: Buffer, folder: Buffer): boolean {
  if (folder.length === 0) return path.length > 0;
  return (
    path.length > folder.length &&
    path[folder.length] === slash &&
    path.subarray(0, folder.length).equals(folder)
  );
}

/** What sorts paths as a walk meets them: a folder, all that is in it, then its next neighbour. */
export function sortingKey(path: Uint8Array): Buffer {
  const key = Buffer.from(path);
  for (let at = key.indexOf(slash); at !== -1; at = key.indexOf(slash, at + 1)) key[at] = 0;
  return key;
}

/** The way back from `sortingKey`: no name has a zero byte. */
export function pathOfKey(key: Buffer): Buffer {
  const path = Buffer.from(key);
  for (let at = path.indexOf(0); at !== -1; at = path.indexOf(0, at + 1)) path[at] = 0x2f;
  return path;
}

/** For a person: bytes that are no text show as replacement characters. */
export function printedPath(path: Uint8Array): string {
  return `/${asBuffer(path).toString('utf8')}`;
}

/** The same bytes, not a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const separator = Buffer.from('/');

/** Most paths need no work: no name of theirs is empty or begins with a dot. */
function isNormal(bytes: Buffer): boolean {
  if (bytes.length === 0) return true;
  let atNamesStart = true;
  for (const byte of bytes) {
    if (byte === 0 || (atNamesStart && (byte === slash || byte === 0x2e))) return false;
    atNamesStart = byte === slash;
  }
  return !atNamesStart;
}

function split(bytes: Buffer): Buffer[] {
  const names: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(slash); at !== -1; at = bytes.indexOf(slash, from)) {
    names.push(bytes.subarray(from, at));
    from = at + 1;
  }
  names.push(bytes.subarray(from));
  return names;
}
