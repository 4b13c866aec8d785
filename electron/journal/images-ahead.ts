/** Of which hosts images are to be stored ahead of a move, the standby hosts that they are to be sent to, and which were. */
import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import { ShiplockError } from '../../shared/errors.ts';
import type { JournalDatabase } from './database.ts';
import type { History } from './history.ts';
import type { Hosts } from './hosts.ts';

export interface ImagesAheadWish {
  readonly host: string;
  readonly standby: string | undefined;
}

/** Sent to a standby host that lacked it, so that it may be taken away there again. */
export interface SentImage {
  readonly source: string;
  readonly standby: string;
  /** Digest of its configuration. */
  readonly image: string;
  readonly name: string;
  /** Digest of the manifest that it was sent with: by it some engines know it. */
  readonly manifest: string;
}

const wishRow = z
  .object({ host: z.string(), standby: z.string().nullable() })
  .transform(({ host, standby }): ImagesAheadWish => ({ host, standby: standby ?? undefined }));
const sentRow = z.object({
  source: z.string(),
  standby: z.string(),
  image: z.string(),
  name: z.string(),
  manifest: z.string(),
});

export class ImagesAhead {
  readonly #database: JournalDatabase;
  readonly #history: History;
  readonly #hosts: Hosts;
  readonly #sql: Readonly<
    Record<'put' | 'end' | 'all' | 'sent' | 'putSent' | 'dropSent', Statement<unknown[], unknown>>
  >;

  constructor(database: JournalDatabase, history: History, hosts: Hosts) {
    this.#database = database;
    this.#history = history;
    this.#hosts = hosts;
    this.#sql = {
      put: database.prepare('INSERT OR REPLACE INTO images_ahead VALUES (@host, @standby)'),
      end: database.prepare('DELETE FROM images_ahead WHERE host = ?'),
      all: database.prepare('SELECT * FROM images_ahead ORDER BY host'),
      sent: database.prepare('SELECT * FROM sent_images WHERE standby = ? ORDER BY name'),
      putSent: database.prepare(
        'INSERT OR REPLACE INTO sent_images VALUES (@source, @standby, @image, @name, @manifest)',
      ),
      dropSent: database.prepare(
        'DELETE FROM sent_images WHERE source = @source AND standby = @standby AND image = @image',
      ),
    };
  }

  /** Replaces what was wished for that host before. Throws 'not-found' for a host that is not known, and 'usage' for one twice. */
  set({ host, standby }: ImagesAheadWish): void {
    this.#database.write(() => {
      for (const name of standby === undefined ? [host] : [host, standby]) this.#hosts.get(name);
      if (host === standby) {
        const text = {
          en: `${host} cannot be its own standby host.`,
          zh: `${host} 不能作自己的备用主机。`,
        };
        throw new ShiplockError('usage', text);
      }
      this.#sql.put.run({ host, standby: standby ?? null });
      this.#history.append('images-ahead-set', { host, standby });
    });
  }

  /** Throws 'not-found'. */
  end(host: string): void {
    this.#database.write(() => {
      if (this.#sql.end.run(host).changes === 0) {
        const text = {
          en: `Images of ${host} are not stored ahead.`,
          zh: `没有设置预存 ${host} 的镜像。`,
        };
        throw new ShiplockError('not-found', text, {
          remedy: {
            en: 'To see of which hosts they are: shiplock images ahead',
            zh: '查看设置了预存的主机：shiplock images ahead',
          },
        });
      }
      this.#history.append('images-ahead-ended', { host });
    });
  }

  /** By host. */
  list(): ImagesAheadWish[] {
    return this.#database.read(() => z.array(wishRow).parse(this.#sql.all.all()));
  }

  /** What was sent to that host, whether or not it has arrived. */
  sentTo(standby: string): SentImage[] {
    return this.#database.read(() => z.array(sentRow).parse(this.#sql.sent.all(standby)));
  }

  noteSent(sent: SentImage): void {
    this.#database.write(() => void this.#sql.putSent.run(sent));
  }

  forgetSent(sent: SentImage): void {
    this.#database.write(() => void this.#sql.dropSent.run(sent));
  }
}
