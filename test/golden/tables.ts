/** The tables of a journal as text that people can read and compare, and a journal made of such text. */
import Database from 'better-sqlite3';
import { canonicalJson } from '../../electron/journal/canonical-json.ts';
import { genesis, hashOf } from '../../electron/journal/history.ts';
import { schemaVersion } from '../../electron/journal/schema/apply.ts';
import { schemaSteps } from '../../electron/journal/schema/index.ts';

/** A column's value; JSON text that is an object or a list is kept as what it stands for. */
export type Row = Readonly<Record<string, unknown>>;

export interface Tables {
  /** The journal's `user_version`. */
  readonly schema: number;
  /** By their names, each with its rows in the order they were written. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** Everything that is in the journal. Throws if the text would not give back the same journal. */
export function readTables(file: string): Tables {
  const sql = new Database(file);
  try {
    const select = sql.prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    );
    const all = (name: string) => sql.prepare<[], Row>(`SELECT * FROM ${name} ORDER BY rowid`).all();
    const rows = select.all().map(({ name }) => [name, all(name).map(asText)] as const);
    return { schema: schemaVersion(sql), rows: Object.fromEntries(rows) };
  } finally {
    sql.close();
  }
}

/**
 * Makes a journal of that schema, which must not be there yet. `chain`: the history's hashes are those in the text, or,
 * where what they are of has changed, computed anew.
 */
export function writeTables(file: string, { schema, rows }: Tables, chain: 'as-written' | 'anew'): void {
  const sql = new Database(file);
  try {
    sql.transaction(() => {
      for (const step of schemaSteps.slice(0, schema)) sql.exec(step.sql);
      sql.pragma(`user_version = ${schema}`);
      sql.pragma('defer_foreign_keys = ON');
      for (const [table, all] of Object.entries(rows)) {
        const columns = all.map(asColumns);
        for (const row of table === 'history' && chain === 'anew' ? chained(columns) : columns)
          insert(sql, table, row);
      }
    })();
  } finally {
    sql.close();
  }
}

function asText(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, parsed(value)]));
}

function parsed(column: unknown): unknown {
  if (typeof column !== 'string' || !/^[[{]/.test(column)) return column;
  const value = JSON.parse(column) as unknown;
  if (canonicalJson(value) !== column) throw new Error(`not the journal's way to write JSON: ${column}`);
  return value;
}

function asColumns(row: Row): Row {
  const columnOf = (value: unknown) =>
    typeof value === 'object' && value !== null ? canonicalJson(value) : value;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, columnOf(value)]));
}

function insert(sql: Database.Database, table: string, row: Row): void {
  const names = Object.keys(row);
  const places = names.map((name) => `@${name}`);
  sql.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`).run(row);
}

function chained(history: readonly Row[]): Row[] {
  let previous = genesis;
  return history.map((row) => {
    const entry = { ...row, previous } as Parameters<typeof hashOf>[0];
    const hash = hashOf(entry);
    previous = hash;
    return { ...entry, hash };
  });
}
