/** Which blobs the store has, and which chunk lies in which of them. */
import { z } from 'zod';
import type { ChunkId } from '../chunks.ts';
import { type Digest, digestSchema } from '../layout.ts';
import type { PackEntry } from '../pack.ts';
import type { IndexDatabase } from './database.ts';

export type BlobState = 'whole' | 'damaged' | 'doomed';

export interface ChunkPlace {
  readonly pack: Digest;
  readonly isWhole: boolean;
  readonly offset: number;
  readonly length: number;
}

const placeRow = z.object({
  digest: digestSchema,
  state: z.enum(['whole', 'damaged']),
  offset: z.number().int().nonnegative(),
  length: z.number().int().positive(),
});
const blobRow = z.object({ digest: digestSchema, size: z.number() });

export class IndexedBlobs {
  readonly #database: IndexDatabase;
  readonly #sql;

  constructor(database: IndexDatabase) {
    this.#database = database;
    this.#sql = {
      put: database.prepare(
        `INSERT INTO blobs (digest, size, state) VALUES (?, ?, ?)
         ON CONFLICT (digest) DO UPDATE SET size = excluded.size, state = excluded.state`,
      ),
      putChunk: database.prepare(
        `INSERT OR REPLACE INTO chunks (id, pack, offset, length)
         VALUES (?, (SELECT id FROM blobs WHERE digest = ?), ?, ?)`,
      ),
      size: database.prepare(`SELECT size FROM blobs WHERE digest = ? AND state = 'whole'`),
      state: database.prepare('SELECT state FROM blobs WHERE digest = ?'),
      setState: database.prepare('UPDATE blobs SET state = ? WHERE digest = ?'),
      forget: database.prepare('DELETE FROM blobs WHERE digest = ?'),
      find: database.prepare(
        `SELECT digest, state, offset, length FROM chunks CROSS JOIN blobs ON blobs.id = chunks.pack
         WHERE chunks.id = ? AND state <> 'doomed' ORDER BY state DESC`,
      ),
      chunksOf: database.prepare(
        'SELECT lower(hex(id)) AS id FROM chunks WHERE pack = (SELECT id FROM blobs WHERE digest = ?)',
      ),
      all: database.prepare('SELECT digest, size FROM blobs'),
      inState: database.prepare('SELECT digest, size FROM blobs WHERE state = ? LIMIT ?'),
    };
  }

  /** It has its name on the disk, and is whole. With what lies in it when it is a pack. */
  put(digest: Digest, size: number, entries: Iterable<PackEntry> = []): void {
    this.#database.write(() => {
      this.#sql.put.run(digest, size, 'whole');
      for (const { id, offset, length } of entries) {
        this.#sql.putChunk.run(Buffer.from(id, 'hex'), digest, offset, length);
      }
    });
  }

  /** Undefined for one that is not known. */
  state(digest: Digest): BlobState | undefined {
    const row = this.#database.read(() => this.#sql.state.get(digest));
    return row === undefined ? undefined : (row as { state: BlobState }).state;
  }

  /** Of one that is whole; undefined for any other. */
  size(digest: Digest): number | undefined {
    const row = this.#database.read(() => this.#sql.size.get(digest));
    return row === undefined ? undefined : (row as { size: number }).size;
  }

  setState(digest: Digest, size: number, state: BlobState): void {
    this.#database.write(() => {
      if (this.#sql.setState.run(state, digest).changes === 0) this.#sql.put.run(digest, size, state);
    });
  }

  forget(digest: Digest): void {
    this.#database.write(() => this.#sql.forget.run(digest));
  }

  /** Every place of the chunk, those in whole packs first. */
  find(id: ChunkId): ChunkPlace[] {
    const rows = this.#database.read(() => this.#sql.find.all(Buffer.from(id, 'hex')));
    return rows.map((row) => {
      const { digest, state, offset, length } = placeRow.parse(row);
      return { pack: digest, isWhole: state === 'whole', offset, length };
    });
  }

  /** None when it is no pack, or when its table could not be read. */
  chunksOf(pack: Digest): ChunkId[] {
    return this.#database.read(() => this.#sql.chunksOf.all(pack)).map((row) => (row as { id: ChunkId }).id);
  }

  all(): { digest: Digest; size: number }[] {
    return this.#database.read(() => this.#sql.all.all()).map((row) => blobRow.parse(row));
  }

  doomed(atMost: number): { digest: Digest; size: number }[] {
    return this.#database
      .read(() => this.#sql.inState.all('doomed', atMost))
      .map((row) => blobRow.parse(row));
  }
}
