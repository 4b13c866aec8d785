/** What SQLite and the file system say when they fail, as errors for people. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { ShiplockError } from '../../shared/errors.ts';

/** Less room than this beside the journal explains any input/output error. */
const nearlyNoRoomBytes = 64 * 1024;

/** Whether more room on the disk may make the same write succeed. */
export function mayWantRoom(thrown: unknown, file: string): boolean {
  return isDiskFull(thrown, file) || codeOf(thrown) === 'SQLITE_IOERR_WRITE';
}

/** A failure of SQLite or the file system as `disk-full` or `journal`; anything else unchanged. */
export function asJournalError(thrown: unknown, file: string): unknown {
  if (thrown instanceof ShiplockError) return thrown;
  if (isDiskFull(thrown, file)) return diskFull(file, thrown);
  if (thrown instanceof z.ZodError) return damaged(file, z.prettifyError(thrown), thrown);
  const code = codeOf(thrown);
  if (code === null) return thrown;
  const details = `${code}: ${(thrown as Error).message}`;
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damaged(file, details, thrown);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new ShiplockError('journal', `Another program has kept the journal ${file} locked for too long.`, {
      state: 'Nothing was recorded by this call.',
      remedy: 'Close the other Shiplock, or wait, then try again.',
      details,
      cause: thrown,
    });
  }
  return new ShiplockError('journal', `The journal ${file} cannot be read or written.`, {
    state: 'Nothing was recorded by this call.',
    remedy: 'Check that its folder belongs to you and that the disk is healthy and has room.',
    details,
    cause: thrown,
  });
}

export function damaged(file: string, details: string, cause?: unknown): ShiplockError {
  return new ShiplockError('journal', `The journal ${file} is damaged.`, {
    state: 'Nothing was changed. The containers on the hosts are as they were.',
    remedy: `Keep ${file} for a report, move it and the files whose names begin like it out of the way, and start again.`,
    details,
    cause,
  });
}

export function diskFull(file: string, cause?: unknown): ShiplockError {
  return new ShiplockError('disk-full', `The disk that holds the journal ${file} is full.`, {
    state: 'Nothing was recorded by this call, no run was started; what was recorded before is intact.',
    remedy: 'Free at least 16 MiB on that disk, then try again.',
    details: cause instanceof Error ? cause.message : undefined,
    cause,
  });
}

function isDiskFull(thrown: unknown, file: string): boolean {
  const code = codeOf(thrown);
  if (code === null) return false;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return true;
  return /^SQLITE_(IOERR|CANTOPEN)/.test(code) && roomBeside(file) < nearlyNoRoomBytes;
}

/** Bytes this user may still write beside the file; no bound when its folder is gone, for that is another failure. */
function roomBeside(file: string): number {
  if (!existsSync(dirname(file))) return Number.POSITIVE_INFINITY;
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

function codeOf(thrown: unknown): string | null {
  if (thrown instanceof Database.SqliteError) return thrown.code;
  if (thrown instanceof Error && 'syscall' in thrown && 'code' in thrown) return String(thrown.code);
  return null;
}
