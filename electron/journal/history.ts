/**
 * What happened, in the order it happened, as a chain: each entry holds the hash of the one before it, so a change to
 * any entry, or a missing one, shows. The chain has no key: it finds damage and meddling, not a forger who rewrites
 * all of it; keep a printed or sent `hash` to compare with.
 */
import { createHash } from 'node:crypto';
import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import { asRunId, type RunId } from '../../shared/ids.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JournalDatabase } from './database.ts';
import { jsonColumn } from './row.ts';

/** What the first entry names as the hash before it: 64 zeros. */
export const genesis = '0'.repeat(64);

export interface HistoryEntry {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  /** ISO 8601, UTC, by the laptop's clock. */
  readonly at: string;
  readonly run: RunId | null;
  /** What happened, for instance `step-done`. */
  readonly kind: string;
  readonly data: unknown;
  readonly previous: string;
  readonly hash: string;
}

export interface HistoryVerdict {
  readonly entries: number;
  /** The first number that is missing or whose entry is not as it was written; null when the chain is whole. */
  readonly brokenAt: number | null;
}

const storedEntry = z.object({
  seq: z.number().int(),
  at: z.string(),
  run: z.string().nullable(),
  kind: z.string(),
  data: z.string(),
  previous: z.string(),
  hash: z.string(),
});
/** An entry as it is stored: `data` is its canonical JSON, which the hash is of. */
export type StoredEntry = z.infer<typeof storedEntry>;

const entryRow = storedEntry.extend({ run: z.string().transform(asRunId).nullable(), data: jsonColumn });
const lastRow = storedEntry.pick({ seq: true, hash: true });
const sequenceRow = z.object({ seq: z.number().int() });

export class History {
  readonly #database: JournalDatabase;
  readonly #insert: Statement<unknown[], unknown>;
  readonly #last: Statement<unknown[], unknown>;
  readonly #all: Statement<unknown[], unknown>;
  readonly #ofRun: Statement<unknown[], unknown>;
  readonly #highest: Statement<unknown[], unknown>;
  readonly #page: Statement<unknown[], unknown>;

  constructor(database: JournalDatabase) {
    this.#database = database;
    this.#insert = database.prepare(
      'INSERT INTO history (seq, at, run, kind, data, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#last = database.prepare('SELECT seq, hash FROM history ORDER BY seq DESC LIMIT 1');
    this.#all = database.prepare('SELECT * FROM history ORDER BY seq');
    this.#ofRun = database.prepare('SELECT * FROM history WHERE run = ? ORDER BY seq');
    this.#highest = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'history'");
    this.#page = database.prepare('SELECT * FROM history WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?');
  }

  /** Adds an entry at the end; inside a write of the journal, as a part of it. Returns its number. */
  append(kind: string, data: unknown, run: RunId | null = null): number {
    return this.#database.write(() => {
      const last = lastRow.optional().parse(this.#last.get());
      const entry = {
        seq: (last?.seq ?? 0) + 1,
        at: new Date().toISOString(),
        run,
        kind,
        data: canonicalJson(data),
        previous: last?.hash ?? genesis,
      };
      const { seq, at, previous } = entry;
      this.#insert.run(seq, at, run, kind, entry.data, previous, hashOf(entry));
      return seq;
    });
  }

  verify(): HistoryVerdict {
    return this.#database.read(() => {
      const highest = sequenceRow.optional().parse(this.#highest.get())?.seq ?? 0;
      let entries = 0;
      let brokenAt: number | null = null;
      let previous = genesis;
      for (const row of this.#all.iterate()) {
        entries += 1;
        if (brokenAt !== null) continue;
        const entry = storedEntry.safeParse(row).data;
        if (entry?.seq === entries && entry.previous === previous && entry.hash === hashOf(entry)) {
          previous = entry.hash;
        } else {
          brokenAt = entries;
        }
      }
      if (brokenAt === null && entries < highest) brokenAt = entries + 1;
      return { entries, brokenAt };
    });
  }

  /** The number and the hash of the last entry; undefined of an empty history. */
  head(): Pick<StoredEntry, 'seq' | 'hash'> | undefined {
    return this.#database.read(() => lastRow.optional().parse(this.#last.get()));
  }

  /** At most `limit` entries that follow number `after`, up to number `last`, as they are stored. */
  page(after: number, last: number, limit: number): StoredEntry[] {
    return this.#database.read(() => z.array(storedEntry).parse(this.#page.all(after, last, limit)));
  }

  /** The entries of a run, oldest first. */
  ofRun(run: RunId): HistoryEntry[] {
    return this.#database.read(() => z.array(entryRow).parse(this.#ofRun.all(run)));
  }
}

/** sha256, in hex, of `previous` followed by the canonical JSON of [seq, at, run, kind, data]; `data` is that already. */
export function hashOf({ seq, at, run, kind, data, previous }: Omit<StoredEntry, 'hash'>): string {
  const head = canonicalJson([seq, at, run, kind]).slice(0, -1);
  return createHash('sha256').update(`${previous}${head},${data}]`).digest('hex');
}
