/** The hosts the user has named, with the key each one was pinned to. */
import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import { ShiplockError } from '../../shared/errors.ts';
import { asRunId } from '../../shared/ids.ts';
import { type Host, host, hostName, login } from '../../shared/model.ts';
import type { JournalDatabase } from './database.ts';
import type { History } from './history.ts';
import { booleanColumn } from './row.ts';

const hostRow = z
  .object({
    name: hostName,
    address: z.string(),
    port: z.number(),
    user: z.string(),
    login,
    key: z.string().nullable(),
    sudo: booleanColumn,
    jump: hostName.nullable(),
    host_key: z.string(),
    host_key_type: z.string().nullable(),
  })
  .transform(
    ({ key, jump, host_key: hostKey, host_key_type: hostKeyType, ...rest }): z.input<typeof host> => {
      return {
        ...rest,
        ...(key !== null && { key }),
        ...(jump !== null && { jump }),
        hostKey,
        ...(hostKeyType !== null && { hostKeyType }),
      };
    },
  )
  .pipe(host);
const nameRow = z.object({ name: z.string() });
const idRow = z.object({ id: z.number() });

export class Hosts {
  readonly #database: JournalDatabase;
  readonly #history: History;
  readonly #insert: Statement<unknown[], unknown>;
  readonly #select: Statement<unknown[], unknown>;
  readonly #all: Statement<unknown[], unknown>;
  readonly #delete: Statement<unknown[], unknown>;
  readonly #behind: Statement<unknown[], unknown>;
  readonly #runningOn: Statement<unknown[], unknown>;

  constructor(database: JournalDatabase, history: History) {
    this.#database = database;
    this.#history = history;
    this.#insert = database.prepare(
      `INSERT INTO hosts (name, address, port, user, login, key, sudo, jump, host_key, host_key_type)
       VALUES (@name, @address, @port, @user, @login, @key, @sudo, @jump, @hostKey, @hostKeyType)`,
    );
    this.#select = database.prepare('SELECT * FROM hosts WHERE name = ?');
    this.#all = database.prepare('SELECT * FROM hosts ORDER BY name');
    this.#delete = database.prepare('DELETE FROM hosts WHERE name = ?');
    this.#behind = database.prepare('SELECT name FROM hosts WHERE jump = ? ORDER BY name');
    this.#runningOn = database.prepare(
      "SELECT id FROM runs WHERE state = 'running' AND ? IN (source, target) ORDER BY id",
    );
  }

  /** Throws `usage` when the name is taken or the data is not a host, `not-found` when its jump host is not known. */
  add(input: Host): void {
    const parsed = host.safeParse(input);
    if (!parsed.success) {
      const text = { en: 'That is not a host.', zh: '这不是有效的主机信息。' };
      throw new ShiplockError('usage', text, { details: z.prettifyError(parsed.error) });
    }
    const { name, key, sudo, jump, hostKeyType } = parsed.data;
    this.#database.write(() => {
      if (this.#select.get(name) !== undefined) {
        const text = { en: `There is a host named ${name} already.`, zh: `已有名为 ${name} 的主机。` };
        throw new ShiplockError('usage', text, {
          remedy: {
            en: 'Choose another name, or remove that host first.',
            zh: '请换一个名称，或先移除那台主机。',
          },
        });
      }
      if (jump !== undefined) this.get(jump);
      this.#insert.run({
        ...parsed.data,
        key: key ?? null,
        sudo: sudo ? 1 : 0,
        jump: jump ?? null,
        hostKeyType: hostKeyType ?? null,
      });
      this.#history.append('host-added', parsed.data);
    });
  }

  /** Throws `not-found`. */
  get(name: string): Host {
    return this.#database.read(() => {
      const row = this.#select.get(name);
      if (row !== undefined) return hostRow.parse(row);
      const text = { en: `No host named ${name} is known.`, zh: `没有名为 ${name} 的主机。` };
      throw new ShiplockError('not-found', text, { remedy: addIt });
    });
  }

  /** By name. */
  list(): Host[] {
    return this.#database.read(() => z.array(hostRow).parse(this.#all.all()));
  }

  /** Throws `not-found`, and `busy` while another host is reached through it or a running run uses it. */
  remove(name: string): void {
    this.#database.write(() => {
      this.get(name);
      const behind = z.array(nameRow).parse(this.#behind.all(name));
      if (behind.length > 0) {
        const names = behind.map((other) => other.name).join(', ');
        const text = {
          en: `Host ${name} stays: ${names} can only be reached through it.`,
          zh: `主机 ${name} 不能移除：只有经它才能连接 ${names}。`,
        };
        throw new ShiplockError('busy', text, {
          remedy: { en: `Remove ${names} first.`, zh: `请先移除 ${names}。` },
        });
      }
      const runs = z.array(idRow).parse(this.#runningOn.all(name));
      if (runs.length > 0) {
        const ids = runs.map(({ id }) => asRunId(`r${id}`)).join(', ');
        const text = {
          en: `Host ${name} stays: ${ids} is using it.`,
          zh: `主机 ${name} 不能移除：${ids} 正在使用它。`,
        };
        throw new ShiplockError('busy', text, {
          remedy: { en: `Let ${ids} end first.`, zh: `请先等 ${ids} 结束。` },
        });
      }
      this.#delete.run(name);
      this.#history.append('host-removed', { name });
    });
  }
}

const addIt = {
  en: 'shiplock hosts list tells those that are known. To add one: shiplock hosts add',
  zh: '查看已知主机：shiplock hosts list；添加主机：shiplock hosts add',
};
