/** Paths that a host tells of. */
import { posix } from 'node:path';

/** What is used as a path on this host, and perhaps on the other, is absolute and leads nowhere by `..`. */
export const isPlainPath = (path: string): boolean =>
  path.startsWith('/') && !path.includes('\0') && posix.normalize(path) === path;
