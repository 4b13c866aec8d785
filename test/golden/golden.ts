/** The golden journals: how runs of each version stood in its journal when they broke off, for every later one to recover. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Tables } from './tables.ts';
import type { Values } from './values.ts';

export interface Golden {
  /** The Shiplock that wrote it. */
  readonly version: string;
  /** Where its run broke off: see `states.ts`. */
  readonly state: string;
  /** With names in the place of `values`, and the hashes as they were with them. */
  readonly tables: Tables;
  readonly values: Values;
}

const file = z.object({
  schema: z.number().int(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  rows: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});

/** In the order of their names: first the version's, then the state's. */
export function goldenJournals(): Golden[] {
  return versions().flatMap((version) => {
    const names = readdirSync(folderOf(version)).filter((name) => name.endsWith('.json'));
    return names.toSorted(byText).map((name) => readGolden(version, path.basename(name, '.json')));
  });
}

export function hasGolden(version: string): boolean {
  return versions().includes(version);
}

/** One row a line. Throws for a state that the version has already: what is kept is never changed. */
export function writeGolden({ version, state, tables, values }: Golden): void {
  const list = (rows: readonly unknown[]) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
  const rows = Object.entries(tables.rows).map(([table, all]) => `${JSON.stringify(table)}: ${list(all)}`);
  const text = `{
"schema": ${tables.schema},
"values": ${JSON.stringify(values, null, 2)},
"rows": {
${rows.join(',\n')}
}
}
`;
  mkdirSync(folderOf(version), { recursive: true });
  writeFileSync(fileOf(version, state), text, { flag: 'wx' });
}

function readGolden(version: string, state: string): Golden {
  const text = readFileSync(fileOf(version, state), 'utf8');
  const { schema, rows, values } = file.parse(JSON.parse(text));
  return { version, state, tables: { schema, rows }, values };
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

const versions = (): string[] =>
  readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted(byText);

const folderOf = (version: string): string => path.join(import.meta.dirname, version);
const fileOf = (version: string, state: string): string => path.join(folderOf(version), `${state}.json`);
