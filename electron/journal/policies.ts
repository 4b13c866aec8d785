/** Of which containers restore points are taken by themselves, and what came of it last. */
import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import { ShiplockError } from '../../shared/errors.ts';
import {
  type BackupPolicy,
  backupPolicy,
  type PolicyOutcome,
  policyOutcome,
} from '../../shared/policy-methods.ts';
import type { JournalDatabase } from './database.ts';
import type { History } from './history.ts';
import type { Hosts } from './hosts.ts';
import { jsonColumn } from './row.ts';

export interface PolicyRecord extends BackupPolicy {
  /** ISO 8601, UTC, by the laptop's clock. */
  readonly setAt: string;
  /** Undefined before it was first carried out. */
  readonly outcome: PolicyOutcome | undefined;
}

/** What a policy is of. */
export type PolicyKey = Pick<BackupPolicy, 'container' | 'host'>;

const policyRow = z
  .object({
    host: z.string(),
    container: z.string(),
    every_seconds: z.number(),
    keep: z.number(),
    max_load: z.number(),
    max_stall_percent: z.number(),
    max_traffic: z.number(),
    set_at: z.string(),
    outcome: jsonColumn.pipe(policyOutcome).nullable(),
  })
  .transform(
    (row): PolicyRecord => ({
      ...backupPolicy.parse({
        ...{ host: row.host, container: row.container, keep: row.keep },
        everySeconds: row.every_seconds,
        maxLoad: row.max_load,
        maxStallPercent: row.max_stall_percent,
        maxTraffic: row.max_traffic,
      }),
      setAt: row.set_at,
      outcome: row.outcome ?? undefined,
    }),
  );

export class Policies {
  readonly #database: JournalDatabase;
  readonly #history: History;
  readonly #hosts: Hosts;
  readonly #put: Statement<unknown[], unknown>;
  readonly #remove: Statement<unknown[], unknown>;
  readonly #all: Statement<unknown[], unknown>;
  readonly #note: Statement<unknown[], unknown>;

  constructor(database: JournalDatabase, history: History, hosts: Hosts) {
    this.#database = database;
    this.#history = history;
    this.#hosts = hosts;
    this.#put = database.prepare(`
      INSERT OR REPLACE INTO policies
        (host, container, every_seconds, keep, max_load, max_stall_percent, max_traffic, set_at)
      VALUES (@host, @container, @everySeconds, @keep, @maxLoad, @maxStallPercent, @maxTraffic, @setAt)`);
    this.#remove = database.prepare('DELETE FROM policies WHERE host = @host AND container = @container');
    this.#all = database.prepare('SELECT * FROM policies ORDER BY host, container');
    this.#note = database.prepare(
      'UPDATE policies SET outcome = @outcome WHERE host = @host AND container = @container',
    );
  }

  /** Replaces the one of that container on that host. Throws 'not-found' for a host that is not known. */
  set(policy: BackupPolicy): void {
    this.#database.write(() => {
      this.#hosts.get(policy.host);
      this.#put.run({ ...policy, setAt: new Date().toISOString() });
      this.#history.append('policy-set', policy);
    });
  }

  /** By host and container. */
  list(): PolicyRecord[] {
    return this.#database.read(() => z.array(policyRow).parse(this.#all.all()));
  }

  /** What came of it. Does nothing for one that has been ended meanwhile. */
  note({ host, container }: PolicyKey, outcome: PolicyOutcome): void {
    this.#database.write(() => void this.#note.run({ host, container, outcome: JSON.stringify(outcome) }));
  }

  /** Throws 'not-found'. */
  end({ host, container }: PolicyKey): void {
    this.#database.write(() => {
      if (this.#remove.run({ host, container }).changes === 0) {
        const text = {
          en: `There is no policy for ${container} on ${host}.`,
          zh: `${host} 上的 ${container} 没有还原点策略。`,
        };
        throw new ShiplockError('not-found', text, {
          remedy: {
            en: 'To see those that there are: shiplock backup policies',
            zh: '查看已有的策略：shiplock backup policies',
          },
        });
      }
      this.#history.append('policy-ended', { host, container });
    });
  }
}
