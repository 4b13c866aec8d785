/** Failures of a disk that can be read at best: what cannot be written there will not be by trying again. */
import { asShiplockError } from '../../shared/errors.ts';

/** Whether a host, or its engine, failed since it could not write. The kernel's EROFS and EIO, in anybody's words. */
export function isReadOnlyFailure(thrown: unknown): boolean {
  const { message, details = '' } = asShiplockError(thrown);
  return /read-only file system|input\/output error/i.test(`${message}\n${details}`);
}
