/** What goes wrong in a store, as errors for people. */
import Database from 'better-sqlite3';
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';

/** A part of the store that is missing, or not what it was when it was written. */
export function damaged(
  text: BothLanguages,
  more: { remedy?: BothLanguages; details?: string | undefined; cause?: unknown } = {},
): ShiplockError {
  const words = more.cause instanceof Error ? more.cause.message : undefined;
  return new ShiplockError('store-damaged', text, {
    state: {
      en: 'Nothing was changed. The containers on the hosts are as they were.',
      zh: '未做任何更改。各主机上的容器一切照旧。',
    },
    remedy: more.remedy ?? {
      en: '`shiplock verify` says which restore points it concerns.',
      zh: '`shiplock verify` 会列出涉及哪些还原点。',
    },
    details: more.details ?? words,
    cause: more.cause,
  });
}

/** The index alone: it can be made anew. */
export class IndexDamagedError extends ShiplockError {
  constructor(text: BothLanguages, details: string, cause?: unknown) {
    super('store-damaged', text, {
      state: {
        en: 'Nothing was changed. The restore points themselves are as they were.',
        zh: '未做任何更改。还原点本身一切照旧。',
      },
      remedy: {
        en: 'Make the index anew: shiplock rebuild-index',
        zh: '请重建索引：shiplock rebuild-index',
      },
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
    return new ShiplockError(
      'busy',
      {
        en: `Another Shiplock has kept the store ${folder} locked for too long.`,
        zh: `另一个 Shiplock 锁住存储 ${folder} 的时间过长。`,
      },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: 'Wait until it is done, then try again.', zh: '请等待其完成，然后重试。' },
        details,
        cause: thrown,
      },
    );
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new IndexDamagedError(
      { en: `The index of the store ${folder} is damaged.`, zh: `存储 ${folder} 的索引已损坏。` },
      details,
      thrown,
    );
  }
  return damaged(
    { en: `The store ${folder} cannot be read or written.`, zh: `存储 ${folder} 无法读写。` },
    {
      remedy: {
        en: 'Check that its folder belongs to you and that its disk is there, healthy and writable.',
        zh: '请检查其文件夹是否归您所有，其磁盘是否存在、正常且可写。',
      },
      details,
      cause: thrown,
    },
  );
}

function diskFull(folder: string, details: string, cause: unknown): ShiplockError {
  return new ShiplockError(
    'disk-full',
    { en: `The disk that holds the store ${folder} is full.`, zh: `存储 ${folder} 所在的磁盘已满。` },
    {
      state: {
        en: 'The restore point was not made. Those that were there before are intact.',
        zh: '没有创建还原点。之前的还原点完好。',
      },
      remedy: {
        en: 'Free some room on that disk, or let `shiplock prune` remove what is not needed, then try again.',
        zh: '请在该磁盘上腾出空间，或用 `shiplock prune` 清除不需要的内容，然后重试。',
      },
      details,
      cause,
    },
  );
}

function codeOf(thrown: unknown): string | null {
  if (thrown instanceof Database.SqliteError) return thrown.code;
  if (thrown instanceof Error && 'syscall' in thrown && 'code' in thrown) return String(thrown.code);
  return null;
}
