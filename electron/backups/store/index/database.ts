/** The index's file, reached only through whole transactions, whose lock is the lock of the whole store. */
import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ShiplockError } from '../../../../shared/errors.ts';
import { asStoreError, IndexDamagedError } from '../failure.ts';
import type { Layout } from '../layout.ts';
import { blobsChunksPointsUses } from './schema/0001-blobs-chunks-points-uses.ts';

/** Every schema step, in order. The number of those applied is the index's `user_version`. */
const schemaSteps: readonly string[] = [blobsChunksPointsUses];
/** How long one waits for another process, in milliseconds: a pruning may look through many restore points. */
const busyTimeoutMs = 30_000;

export class IndexDatabase implements Disposable {
  readonly #sql: Database.Database;
  readonly #folder: string;
  /** The file, as the system numbers files: the same while it is the same file. */
  readonly #inode: bigint;

  constructor(sql: Database.Database, folder: string) {
    this.#sql = sql;
    this.#folder = folder;
    this.#inode = inodeOf(sql.name);
  }

  prepare(text: string): Database.Statement<unknown[], unknown> {
    return this.#sql.prepare<unknown[], unknown>(text);
  }

  /** Throws 'store-damaged' and 'busy'. */
  read<Result>(query: () => Result): Result {
    return this.#run(query);
  }

  /**
   * All of `change` is on the disk when this returns, or none of it when it throws; no other process changes the store
   * meanwhile. Inside another write it is a part of that. Throws 'disk-full', 'busy' and 'store-damaged'.
   */
  write<Result>(change: () => Result): Result {
    if (this.#sql.inTransaction) return change();
    return this.#run(() =>
      this.#sql
        .transaction(() => {
          this.#refuseReplaced();
          return change();
        })
        .immediate(),
    );
  }

  [Symbol.dispose](): void {
    this.#sql.close();
  }

  #run<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (thrown) {
      throw asStoreError(thrown, this.#folder);
    }
  }

  /** The lock on a file that has no name any more keeps nobody out. */
  #refuseReplaced(): void {
    if (inodeOf(this.#sql.name) === this.#inode) return;
    throw new ShiplockError(
      'busy',
      {
        en: `Another Shiplock has made the index of ${this.#folder} anew.`,
        zh: `另一个 Shiplock 重建了 ${this.#folder} 的索引。`,
      },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: 'Start again.', zh: '请重新开始。' },
      },
    );
  }
}

/**
 * Makes the index when it is not there. Nobody is waited for longer than `timeoutMs`. Throws 'store-damaged' for one that
 * is damaged or of a newer Shiplock.
 */
export function openIndexDatabase(
  { folder, database }: Layout,
  timeoutMs: number = busyTimeoutMs,
): IndexDatabase {
  try {
    if (!existsSync(database)) closeSync(openSync(database, 'a', 0o600));
    const sql = new Database(database, { timeout: timeoutMs });
    try {
      applySchema(sql, folder);
      return new IndexDatabase(sql, folder);
    } catch (thrown) {
      sql.close();
      throw thrown;
    }
  } catch (thrown) {
    throw asStoreError(thrown, folder);
  }
}

/**
 * As `openIndexDatabase`, but in place of one that is damaged, or of a newer Shiplock, an empty one is made. Who still
 * has the damaged one open changes nothing any more.
 */
export function openOrReplaceIndexDatabase(layout: Layout): IndexDatabase {
  try {
    const database = openIndexDatabase(layout);
    const found = database.read(() => database.prepare('PRAGMA quick_check(1)').pluck().get());
    if (found === 'ok') return database;
    database[Symbol.dispose]();
  } catch (thrown) {
    if (!(thrown instanceof IndexDamagedError)) throw thrown;
  }
  for (const end of ['', '-wal', '-shm']) rmSync(`${layout.database}${end}`, { force: true });
  return openIndexDatabase(layout);
}

function applySchema(sql: Database.Database, folder: string): void {
  const version = () => Number(sql.pragma('user_version', { simple: true }));
  if (version() > schemaSteps.length) {
    throw new IndexDamagedError(
      {
        en: `The index of ${folder} was written by a newer Shiplock. Use that one, or make it anew.`,
        zh: `${folder} 的索引由更新版本的 Shiplock 写成。请使用那个版本，或重建索引。`,
      },
      `version ${version()}`,
    );
  }
  sql.pragma('journal_mode = WAL');
  sql.pragma('synchronous = FULL');
  sql.pragma('foreign_keys = ON');
  schemaSteps.forEach((step, done) => {
    const applyOnce = sql.transaction(() => {
      if (version() > done) return;
      sql.exec(step);
      sql.pragma(`user_version = ${done + 1}`);
    });
    if (version() <= done) applyOnce.immediate();
  });
}

function inodeOf(file: string): bigint {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? 0n;
}
