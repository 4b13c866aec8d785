/** Who relies on what is in the store: takes under way, and those who read. */
import { z } from 'zod';
import { isAlive, ownProcess } from '../../../journal/process-identity.ts';
import type { IndexDatabase } from './database.ts';

/** What somebody does with the store, in the words of a message. */
export type UseKind = 'a take' | 'a reading';

export interface Use {
  readonly id: number;
  readonly what: string;
  readonly pid: number;
  readonly started: number | null;
}

const useRow = z.object({
  id: z.number().int(),
  what: z.string(),
  pid: z.number().int(),
  started: z.number().nullable(),
});

export class Uses {
  readonly #database: IndexDatabase;

  constructor(database: IndexDatabase) {
    this.#database = database;
  }

  /** From when this returns to `end`, or to the end of this process, nothing is pruned. */
  begin(what: UseKind): number {
    const { pid, started } = ownProcess();
    return this.#database.write(() =>
      Number(
        this.#database
          .prepare('INSERT INTO uses (what, pid, started) VALUES (?, ?, ?)')
          .run(what, pid, started).lastInsertRowid,
      ),
    );
  }

  end(id: number): void {
    this.#database.write(() => this.#database.prepare('DELETE FROM uses WHERE id = ?').run(id));
  }

  /** Those whose process lives. The others are taken out of the list. */
  living(): Use[] {
    return this.#database.write(() => {
      const all = this.#database.prepare('SELECT * FROM uses').all();
      return all
        .map((found) => useRow.parse(found))
        .filter((use) => {
          if (isAlive(use)) return true;
          this.end(use.id);
          return false;
        });
    });
  }
}
