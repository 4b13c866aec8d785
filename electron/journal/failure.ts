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
    const text = {
      en: `Another program has kept the journal ${file} locked for too long.`,
      zh: `另一程序锁住日志库 ${file} 的时间过长。`,
    };
    return new ShiplockError('journal', text, {
      state: nothingRecorded,
      remedy: {
        en: 'Close the other Shiplock, or wait, then try again.',
        zh: '请关闭另一个 Shiplock，或等待，然后重试。',
      },
      details,
      cause: thrown,
    });
  }
  const text = { en: `The journal ${file} cannot be read or written.`, zh: `日志库 ${file} 无法读写。` };
  return new ShiplockError('journal', text, {
    state: nothingRecorded,
    remedy: {
      en: 'Check that its folder belongs to you and that the disk is healthy and has room.',
      zh: '请检查其所在文件夹是否归您所有，磁盘是否正常、是否有空间。',
    },
    details,
    cause: thrown,
  });
}

const nothingRecorded = { en: 'Nothing was recorded by this call.', zh: '本次操作没有记录任何内容。' };

export function damaged(file: string, details: string, cause?: unknown): ShiplockError {
  const text = { en: `The journal ${file} is damaged.`, zh: `日志库 ${file} 已损坏。` };
  return new ShiplockError('journal', text, {
    state: {
      en: 'Nothing was changed. The containers on the hosts are as they were.',
      zh: '未做任何更改。各主机上的容器一切照旧。',
    },
    remedy: {
      en: `Keep ${file} for a report, move it and the files whose names begin like it out of the way, and start again.`,
      zh: `请保留 ${file} 以备报告，把它及名称以它开头的文件移到别处，然后重新开始。`,
    },
    details,
    cause,
  });
}

export function diskFull(file: string, cause?: unknown): ShiplockError {
  const text = {
    en: `The disk that holds the journal ${file} is full.`,
    zh: `日志库 ${file} 所在的磁盘已满。`,
  };
  return new ShiplockError('disk-full', text, {
    state: {
      en: 'Nothing was recorded by this call, no run was started; what was recorded before is intact.',
      zh: '本次操作没有记录任何内容，没有开始任何运行；之前的记录完好。',
    },
    remedy: {
      en: 'Free at least 16 MiB on that disk, then try again.',
      zh: '请在该磁盘上腾出至少 16 MiB 空间，然后重试。',
    },
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
