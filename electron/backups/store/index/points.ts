/** The restore points, as a list shows them. */
import { z } from 'zod';
import type { RestorePointSummary as Shown } from '../../../../shared/model.ts';
import type { RestorePointName } from '../../restore-point.ts';
import { type Digest, digestSchema } from '../layout.ts';
import type { IndexDatabase } from './database.ts';

/** What is known of a restore point without opening it. */
export interface RestorePointSummary extends Omit<Shown, 'comment'> {
  readonly name: RestorePointName;
  /** Digest of the image's manifest. */
  readonly image?: Digest;
  readonly comment?: string;
}

/** With the digest of the manifest that it is. */
export interface IndexedPoint extends RestorePointSummary {
  readonly manifest: Digest;
}

const row = z
  .object({
    number: z.number().int(),
    manifest: digestSchema,
    at: z.string(),
    host: z.string(),
    container: z.string(),
    kind: z.enum(['with-memory', 'files-only']),
    size: z.number(),
    added: z.number(),
    image: digestSchema.nullable(),
    comment: z.string().nullable(),
  })
  .transform(
    ({ number, image, comment, ...rest }): IndexedPoint => ({
      ...rest,
      name: nameOf(number),
      ...(image !== null && { image }),
      ...(comment !== null && { comment }),
    }),
  );

export class IndexedPoints {
  readonly #database: IndexDatabase;

  constructor(database: IndexDatabase) {
    this.#database = database;
  }

  /** The oldest first. */
  list(): IndexedPoint[] {
    const all = this.#database.read(() =>
      this.#database.prepare('SELECT * FROM restore_points ORDER BY number').all(),
    );
    return all.map((found) => row.parse(found));
  }

  find(name: RestorePointName): IndexedPoint | undefined {
    const found = this.#database.read(() =>
      this.#database.prepare('SELECT * FROM restore_points WHERE number = ?').get(numberOf(name)),
    );
    return found === undefined ? undefined : row.parse(found);
  }

  put({ name, manifest, at, host, container, kind, size, added, image, comment }: IndexedPoint): void {
    this.#database.write(() =>
      this.#database
        .prepare('INSERT OR REPLACE INTO restore_points VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          numberOf(name),
          manifest,
          at,
          host,
          container,
          kind,
          size,
          added,
          image ?? null,
          comment ?? null,
        ),
    );
  }

  remove(name: RestorePointName): void {
    this.#database.write(() =>
      this.#database.prepare('DELETE FROM restore_points WHERE number = ?').run(numberOf(name)),
    );
  }
}

export function nameOf(number: number): RestorePointName {
  return `rp${number}` as RestorePointName;
}

/** NaN for what is no restore point's name. */
export function numberOf(name: string): number {
  return /^rp[1-9]\d{0,14}$/.test(name) ? Number(name.slice(2)) : Number.NaN;
}
