/** What goes wrong in a store, as errors for people. */
import Database from 'better-sqlite3';
import { ShiplockError } from '../../../shared/errors.ts';

/** A part of the store that is missing, or not what it was when it was written. */
export function damaged(
  message: string,
  more: { remedy?: string; details?: string | undefined; cause?: unknown } = {},
): ShiplockError {
  const words = more.cause instanceof Error ? more.cause.message : undefined;
  return new ShiplockError('store-damaged', message, {
    state: 'Nothing was changed. The containers on the hosts are as they were.',
    remedy: more.remedy ?? '`shiplock verify` says which restore points it concerns.',
    details: more.details ?? words,
    cause: more.cause,
  });
}

/** The index alone: it can be made anew. */
export class IndexDamagedError extends ShiplockError {
  constructor(message: string, details: string, cause?: unknown) {
    super('store-damaged', message, {
      state: 'Nothing was changed. The restore points themselves are as they were.',
      remedy: 'shiplock rebuild-index',
      ...{ details, cause },
    });
  }
}

/** Null where `read` finds damage; that is then told by whoever looks for it. */
export function unlessDamaged<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch (thrown) {
    if (isDamage(thrown)) return null;
    throw thrown;
  }
}

export function isDamage(thrown: unknown): thrown is ShiplockError {
  return thrown instanceof ShiplockError && thrown.code === 'store-damaged';
}

/** A failure of the file system or SQLite as 'disk-full', 'busy' or 'store-damaged'; anything else unchanged. */
export function asStoreError(thrown: unknown, folder: string): unknown {
  if (thrown instanceof ShiplockError) return thrown;
  const code = codeOf(thrown);
  if (code === null) return thrown;
  const details = `${code}: ${(thrown as Error).message}`;
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)$/.test(code)) return diskFull(folder, details, thrown);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new ShiplockError('busy', `Another Shiplock has kept the store ${folder} locked for too long.`, {
      state: 'Nothing was changed.',
      remedy: 'Wait until it is done, then try again.',
      details,
      cause: thrown,
    });
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new IndexDamagedError(`The index of the store ${folder} is damaged.`, details, thrown);
  }
  return damaged(`The store ${folder} cannot be read or written.`, {
    remedy: 'Check that its folder belongs to you and that its disk is there, healthy and writable.',
    details,
    cause: thrown,
  });
}

function diskFull(folder: string, details: string, cause: unknown): ShiplockError {
  return new ShiplockError('disk-full', `The disk that holds the store ${folder} is full.`, {
    state: 'The restore point was not made. Those that were there before are intact.',
    remedy: 'Free some room on that disk, or let `shiplock prune` remove what is not needed, then try again.',
    details,
    cause,
  });
}

function codeOf(thrown: unknown): string | null {
  if (thrown instanceof Database.SqliteError) return thrown.code;
  if (thrown instanceof Error && 'syscall' in thrown && 'code' in thrown) return String(thrown.code);
  return null;
}
