/**
 * Which chunks are needed, while packs that hold little else than garbage are looked for. On the disk: they may be
 * many.
 */
import { z } from 'zod';
import type { ChunkId } from '../chunks.ts';
import { type Digest, digestSchema } from '../layout.ts';
import type { IndexDatabase } from './database.ts';

const packRow = z.object({
  digest: digestSchema,
  size: z.number(),
  chunkBytes: z.number(),
  live: z.number(),
});

export class LiveChunks implements Disposable {
  readonly #database: IndexDatabase;
  readonly #insert;

  constructor(database: IndexDatabase) {
    this.#database = database;
    // A table of this connection alone.
    database.prepare('CREATE TEMP TABLE live_chunks (id BLOB PRIMARY KEY) WITHOUT ROWID').run();
    this.#insert = database.prepare('INSERT OR IGNORE INTO live_chunks (id) VALUES (?)');
  }

  add(id: ChunkId): void {
    this.#insert.run(Buffer.from(id, 'hex'));
  }

  /** Of each whole pack: its size, how many bytes of it are chunks, and how many of these are needed. */
  *packs(): Generator<{ digest: Digest; size: number; chunkBytes: number; live: number }> {
    const rows = this.#database
      .prepare(
        `SELECT digest, size, sum(length) AS chunkBytes,
           sum(CASE WHEN live_chunks.id IS NULL THEN 0 ELSE length END) AS live
         FROM blobs JOIN chunks ON chunks.pack = blobs.id LEFT JOIN live_chunks ON live_chunks.id = chunks.id
         WHERE state = 'whole' GROUP BY blobs.id`,
      )
      .all();
    for (const row of rows) yield packRow.parse(row);
  }

  in(pack: Digest): ChunkId[] {
    const rows = this.#database
      .prepare(
        `SELECT lower(hex(chunks.id)) AS id FROM chunks JOIN live_chunks ON live_chunks.id = chunks.id
         WHERE pack = (SELECT id FROM blobs WHERE digest = ?)`,
      )
      .all(pack);
    return rows.map((row) => (row as { id: ChunkId }).id);
  }

  [Symbol.dispose](): void {
    this.#database.prepare('DROP TABLE live_chunks').run();
  }
}
