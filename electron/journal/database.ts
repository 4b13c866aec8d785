/** The journal's file: opened safely, and reached only through whole transactions. */
import { chmodSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ShiplockError } from '../../shared/errors.ts';
import { asJournalError, damaged } from './failure.ts';
import { makeHome } from './home-folder.ts';
import { Reserve } from './reserve.ts';
import { applySchema, newestVersion, refuseNewer, schemaVersion } from './schema/apply.ts';
import { syncFolder } from './sync-folder.ts';

/** How long a write waits for another process's write, in milliseconds. */
const busyTimeoutMs = 5000;
const busyRetryMs = 10;
/** Pages (4 KiB) in the write-ahead log before they move to the journal: keeps the log from eating the reserve. */
const logPages = 256;

export class JournalDatabase {
  readonly file: string;
  readonly reserve: Reserve;
  readonly #sql: Database.Database;
  #isKnownSound: boolean = false;

  constructor(sql: Database.Database, reserve: Reserve) {
    this.file = sql.name;
    this.reserve = reserve;
    this.#sql = sql;
  }

  prepare(text: string): Database.Statement<unknown[], unknown> {
    return this.#sql.prepare<unknown[], unknown>(text);
  }

  /** Everything `query` reads is of one moment. Throws `journal`. */
  read<Result>(query: () => Result): Result {
    return this.#whole(() => this.#sql.transaction(query).deferred(), query);
  }

  /**
   * All of `change` is on the disk when this returns, or none of it when it throws. Inside another write it is a part
   * of that. `change` may run twice, see `Reserve.protect`. Nothing is written to a damaged journal. Throws `journal` and
   * `disk-full`.
   */
  write<Result>(change: () => Result): Result {
    const transaction = (): Result => this.#sql.transaction(change).immediate();
    return this.#whole(() => {
      this.#requireSound();
      return this.reserve.protect(transaction);
    }, change);
  }

  close(): void {
    this.#sql.close();
  }

  /** Once, before the first write: it reads the whole file, and whoever only looks is not to wait for that. */
  #requireSound(): void {
    if (this.#isKnownSound) return;
    requireSound(this.#sql);
    this.#isKnownSound = true;
  }

  #whole<Result>(transaction: () => Result, part: () => Result): Result {
    if (this.#sql.inTransaction) return part();
    try {
      return transaction();
    } catch (thrown) {
      throw asJournalError(thrown, this.file);
    }
  }
}

/**
 * Opens `<home>/journal.db` and creates it, readable by its owner only, if it is not there. Commits survive a power cut.
 *
 * A new journal is not created without its reserve: `disk-full`. One that is there opens without (a run may need to be
 * looked up or finished), and then starts no run. Throws `journal` for one that is no database or from a newer Shiplock; other
 * damage is told by whatever reads it, and by the first write.
 */
export function openDatabase(home: string): JournalDatabase {
  const file = join(home, 'journal.db');
  const reserve = new Reserve(file);
  try {
    reserve.protect(() => createPrivately(home, file));
    const sql = reserve.protect(() => connect(file));
    try {
      putReserveInPlace(sql, reserve);
      if (schemaVersion(sql) < newestVersion) requireSound(sql);
      reserve.protect(() => applySchema(sql));
      syncFolder(home);
      return new JournalDatabase(sql, reserve);
    } catch (thrown) {
      sql.close();
      throw thrown;
    }
  } catch (thrown) {
    throw asJournalError(thrown, file);
  }
}

function createPrivately(home: string, file: string): void {
  makeHome(home);
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    // By name: opening and closing the file here would drop this process's own SQLite locks on it.
    chmodSync(file, 0o600);
  }
}

function connect(file: string): Database.Database {
  const sql = new Database(file, { timeout: busyTimeoutMs });
  try {
    refuseNewer(sql);
    const mode = patiently(() => sql.pragma('journal_mode = WAL', { simple: true }));
    if (mode !== 'wal') {
      const text = {
        en: `The journal ${file} is on a disk that cannot keep it safely.`,
        zh: `日志库 ${file} 所在的磁盘无法安全保存它。`,
      };
      throw new ShiplockError('journal', text, {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: {
          en: 'Keep it on a disk of this machine, not on a network share.',
          zh: '请把它放在本机磁盘上，不要放在网络共享上。',
        },
        details: `journal_mode ${String(mode)}`,
      });
    }
    sql.pragma('synchronous = FULL');
    sql.pragma('foreign_keys = ON');
    sql.pragma(`wal_autocheckpoint = ${logPages}`);
    return sql;
  } catch (thrown) {
    sql.close();
    throw thrown;
  }
}

/** Throws `journal`. */
function requireSound(sql: Database.Database): void {
  const findings = sql.pragma('quick_check(1)', { simple: true });
  if (findings !== 'ok') throw damaged(sql.name, String(findings));
}

/** Waits for other processes where SQLite itself does not: while several switch a new journal to WAL at once. */
function patiently<Result>(attempt: () => Result): Result {
  const deadline = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      return attempt();
    } catch (thrown) {
      const isBusy = thrown instanceof Database.SqliteError && thrown.code === 'SQLITE_BUSY';
      if (!isBusy || performance.now() > deadline) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyRetryMs);
    }
  }
}

function putReserveInPlace(sql: Database.Database, reserve: Reserve): void {
  if (reserve.isInPlace) return;
  try {
    sql.transaction(() => reserve.fill()).immediate();
  } catch (thrown) {
    const isThere = schemaVersion(sql) > 0;
    if (!(isThere && thrown instanceof ShiplockError && thrown.code === 'disk-full')) throw thrown;
  }
}
