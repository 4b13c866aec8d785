/** Which images the containers of each host have had, as it was last seen: what is worth keeping, and for whom. */
import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { JournalDatabase } from './database.ts';

export interface ContainerImage {
  readonly host: string;
  readonly container: string;
  /** Digest of the image's configuration: the same on every host. */
  readonly image: string;
  /** What the container calls it. */
  readonly name: string;
  /** When it was last seen to have it: ISO 8601, UTC, by the laptop's clock. */
  readonly seenAt: string;
}

const imageRow = z
  .object({
    host: z.string(),
    container: z.string(),
    image: z.string(),
    name: z.string(),
    seen_at: z.string(),
  })
  .transform(({ seen_at: seenAt, ...rest }): ContainerImage => ({ ...rest, seenAt }));

export class ContainerImages {
  readonly #database: JournalDatabase;
  readonly #put: Statement<unknown[], unknown>;
  readonly #all: Statement<unknown[], unknown>;
  readonly #dropOlder: Statement<unknown[], unknown>;
  readonly #dropHost: Statement<unknown[], unknown>;

  constructor(database: JournalDatabase) {
    this.#database = database;
    this.#put = database.prepare(
      'INSERT OR REPLACE INTO container_images VALUES (@host, @container, @image, @name, @seenAt)',
    );
    this.#all = database.prepare('SELECT * FROM container_images ORDER BY host, container, seen_at');
    this.#dropOlder = database.prepare('DELETE FROM container_images WHERE host = ? AND seen_at < ?');
    this.#dropHost = database.prepare('DELETE FROM container_images WHERE host = ?');
  }

  /** Of hosts that are known; those of a host that is removed go with it. By host and container. */
  list(): ContainerImage[] {
    return this.#database.read(() => z.array(imageRow).parse(this.#all.all()));
  }

  note(seen: readonly ContainerImage[]): void {
    this.#database.write(() => {
      for (const each of seen) this.#put.run(each);
    });
  }

  /** Forgets what that host's containers were last seen to have before that time. */
  forgetBefore(host: string, time: string): void {
    this.#database.write(() => void this.#dropOlder.run(host, time));
  }

  /** How many there were. */
  forget(host: string): number {
    return this.#database.write(() => this.#dropHost.run(host).changes);
  }
}
