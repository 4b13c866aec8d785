/** Who relies on what is in the store: takes under way, and those who read. */
import { z } from 'zod';
import { isAlive, ownProcess } from '../../../journal/process-identity.ts';
import type { Layout } from '../layout.ts';
import { withReserve } from '../reserve.ts';
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
  readonly #layout: Layout;

  constructor(database: IndexDatabase, layout: Layout) {
    this.#database = database;
    this.#layout = layout;
  }

  /**
   * From when this returns to `end`, or to the end of this process, nothing is pruned. Reading works on a full disk
   * too; a take is 'disk-full' there.
   */
  begin(what: UseKind): number {
    const { pid, started } = ownProcess();
    const insert = () =>
      this.#database.write(() =>
        this.#database
          .prepare('INSERT INTO uses (what, pid, started) VALUES (?, ?, ?)')
          .run(what, pid, started),
      );
    const { lastInsertRowid } = what === 'a take' ? insert() : withReserve(this.#layout, insert);
    return Number(lastInsertRowid);
  }

  end(id: number): void {
    withReserve(this.#layout, () =>
      this.#database.write(() => this.#database.prepare('DELETE FROM uses WHERE id = ?').run(id)),
    );
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
