/**
 * Restore points that are being taken, and by which process. A take changes nothing that has to be undone; but it has a mark
 * and a folder on its host, which whoever comes next takes away when its process has died.
 */
import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type ErrorData, ShiplockError } from '../../shared/errors.ts';
import type { JournalDatabase } from './database.ts';
import type { History } from './history.ts';
import { isAlive, ownProcess } from './process-identity.ts';

export interface Take {
  /** Names its traces on the host. */
  readonly key: string;
  readonly host: string;
  readonly containerId: string;
  readonly containerName: string;
}

export interface TakeRecord extends Take {
  /** ISO 8601, UTC, by the laptop's clock. */
  readonly startedAt: string;
  /** A process is at it: it is not to be meddled with. */
  readonly isAlive: boolean;
  /** What came of it is known, and its traces alone are left. */
  readonly isOver: boolean;
}

/** What came of it. */
export type TakeOutcome = { readonly restorePoint: string } | { readonly error: ErrorData };

const takeRow = z
  .object({
    key: z.string(),
    host: z.string(),
    container_id: z.string(),
    container_name: z.string(),
    started_at: z.string(),
    owner_pid: z.number().int().nullable(),
    owner_started: z.number().int().nullable(),
  })
  .transform(
    (row): TakeRecord => ({
      key: row.key,
      host: row.host,
      containerId: row.container_id,
      containerName: row.container_name,
      startedAt: row.started_at,
      isAlive: row.owner_pid !== null && isAlive({ pid: row.owner_pid, started: row.owner_started }),
      isOver: row.owner_pid === null,
    }),
  );

export class Takes {
  readonly #database: JournalDatabase;
  readonly #history: History;
  readonly #self = ownProcess();
  readonly #insert: Statement<unknown[], unknown>;
  readonly #remove: Statement<unknown[], unknown>;
  readonly #ofHost: Statement<unknown[], unknown>;
  readonly #leave: Statement<unknown[], unknown>;

  constructor(database: JournalDatabase, history: History) {
    this.#database = database;
    this.#history = history;
    this.#insert = database.prepare(`
      INSERT INTO takes (key, host, container_id, container_name, started_at, owner_pid, owner_started)
      VALUES (@key, @host, @containerId, @containerName, @at, @pid, @started)`);
    this.#remove = database.prepare('DELETE FROM takes WHERE key = ?');
    this.#leave = database.prepare('UPDATE takes SET owner_pid = NULL, owner_started = NULL WHERE key = ?');
    this.#ofHost = database.prepare('SELECT * FROM takes WHERE host = ? ORDER BY started_at');
  }

  /** Before anything is done on the host. Throws 'busy' while the same container is being backed up. */
  begin(take: Take): void {
    this.#database.write(() => {
      const other = this.of(take.host).find(({ containerId }) => containerId === take.containerId);
      if (other !== undefined) throw busy(other);
      this.#insert.run({ ...take, ...this.#self, at: new Date().toISOString() });
      this.#history.append('backup-began', { ...take });
    });
  }

  /** After its traces are gone from the host. Does nothing when somebody else has ended it. */
  end(take: Take, outcome: TakeOutcome): void {
    this.#database.write(() => {
      if (this.#remove.run(take.key).changes > 0) this.#tell(take, outcome);
    });
  }

  /** It is over, but its traces are still on the host, which could not be reached: for whoever reaches it next. */
  leave(take: Take, outcome: TakeOutcome): void {
    this.#database.write(() => {
      if (this.#leave.run(take.key).changes > 0) this.#tell(take, outcome);
    });
  }

  /** The traces of one that was left are gone. */
  forget({ key }: Take): void {
    this.#database.write(() => void this.#remove.run(key));
  }

  /** Those under way on that host, and those that left something there. */
  of(host: string): TakeRecord[] {
    return this.#database.read(() => z.array(takeRow).parse(this.#ofHost.all(host)));
  }

  #tell(take: Take, outcome: TakeOutcome): void {
    this.#history.append('error' in outcome ? 'backup-failed' : 'backup-taken', { ...take, ...outcome });
  }
}

function busy({ containerName, host, startedAt, isAlive: lives }: TakeRecord): ShiplockError {
  const text = {
    en: `${containerName} on ${host} is being backed up since ${startedAt}.`,
    zh: `自 ${startedAt} 起正在为 ${host} 上的 ${containerName} 创建还原点。`,
  };
  return new ShiplockError('busy', text, {
    state: lives
      ? { en: 'That backup goes on.', zh: '该还原点的创建仍在继续。' }
      : {
          en: 'It has ended; what it left on the host is there still.',
          zh: '创建已中止；它在主机上的残余仍在。',
        },
    remedy: lives
      ? { en: 'Wait until it has ended.', zh: '请等待其结束。' }
      : {
          en: `It is cleared away when ${host} answers: shiplock hosts check ${host}`,
          zh: `${host} 有应答时会自动清理：shiplock hosts check ${host}`,
        },
  });
}
