/** What came of the cases, as text: a row for each fault, why attention was needed, and how to run a failure alone. */
import { formatMs } from '../../shared/units.ts';
import type { Result } from './attempt.ts';
import type { Breach } from './law.ts';

export interface Row extends Result {
  /** By which it can be run alone. */
  readonly name: string;
  /** What the table counts it under. */
  readonly group: string;
  /** How long the case took. */
  readonly ms: number;
}

const head = [
  'fault',
  'injected',
  'recovered by itself',
  'needed attention',
  'containers lost',
  'containers doubled',
  'bytes lost',
  'law broken',
  'decided (median, worst)',
];

export function table(rows: readonly Row[]): string {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const lines = groups.map((group) =>
    cells(
      group,
      rows.filter((row) => row.group === group),
    ),
  );
  const all = [head, ...lines, cells('all', rows)];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const text = all.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  return text.join('\n');
}

/** Each reason once, with how often it was given and the first case. */
export function whyAttention(rows: readonly Row[]): string {
  const reasons = Map.groupBy(
    rows.filter(({ recovered }) => recovered === 'attention'),
    ({ why }) => why,
  );
  return [...reasons].map(([why, of]) => `${of.length} × ${why} (${of[0]?.name})`).join('\n');
}

/** For each failing case how to run it alone (`script`: the words before `--only`), and what was broken. */
export function failures(rows: readonly Row[], script: string): string {
  return rows
    .filter(({ breaches }) => breaches.length > 0)
    .map((row) => `${row.name}: npm run ${script} --only ${row.name}\n${details(row)}`)
    .join('\n');
}

/** What was broken, and how the run went; nothing of a case that went well. */
export function details({ breaches, story }: Row): string {
  if (breaches.length === 0) return '';
  return [...breaches.map(({ text }) => text), story].map((line) => `    ${line}`).join('\n');
}

function cells(group: string, rows: readonly Row[]): string[] {
  const decided = rows.flatMap(({ decisionMs }) => decisionMs ?? []).sort((a, b) => a - b);
  const [median, worst] = [decided[Math.floor(decided.length / 2)], decided.at(-1)];
  return [
    group,
    String(rows.length),
    String(rows.filter(({ recovered }) => recovered === 'by itself').length),
    String(rows.filter(({ recovered }) => recovered === 'attention').length),
    String(withBreach(rows, 'lost')),
    String(withBreach(rows, 'doubled')),
    String(rows.flatMap(({ breaches }) => breaches).reduce((sum, { bytes = 0 }) => sum + bytes, 0)),
    String(rows.filter(({ breaches }) => breaches.length > 0).length),
    median === undefined || worst === undefined ? '-' : `${formatMs(median)}, ${formatMs(worst)}`,
  ];
}

const withBreach = (rows: readonly Row[], wanted: Breach['kind']): number =>
  rows.filter(({ breaches }) => breaches.some(({ kind }) => kind === wanted)).length;
