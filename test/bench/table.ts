/** What was measured, as text: medians with their spread, ratios, and Shiplock's freeze taken apart. */
import { formatBytes, formatMs } from '../../shared/units.ts';
import type { Conditions, Measured } from './attempt.ts';
import { type Floor, floorParts } from './floor.ts';

export interface Row {
  readonly conditions: Conditions;
  readonly way: string;
  readonly measured: readonly Measured[];
  /** Why attempts failed. */
  readonly failures: readonly string[];
}

/** One line for each row; a peer's ratio is to the row named `yardstick` under the same conditions. */
export function table(rows: readonly Row[], yardstick: string): string {
  const head = [
    'memory',
    'link',
    'way',
    'freeze',
    '(spread)',
    'total',
    'on the wire',
    `× ${yardstick}’s freeze`,
  ];
  const lines = rows.map((row) => {
    const own = rows.find((other) => other.way === yardstick && isSame(other.conditions, row.conditions));
    return cells(row, own);
  });
  const widths = head.map((title, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]?.length ?? title.length)),
  );
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The parts of the freeze in the attempt whose freeze is the median; empty without a report. */
export function freezeTakenApart({ conditions, measured }: Row): string {
  const report = median(measured, ({ freezeMs }) => freezeMs)?.report;
  if (report === null || report === undefined) return '';
  const parts = report.freezeParts.map(({ part, ms }) => `  ${part.padEnd(24)} ${formatMs(ms)}`);
  const paused = report.rounds.map(
    ({ kind, ms, pausedMs, bytes }) =>
      `${kind} ${formatBytes(bytes)} in ${formatMs(ms)}, paused for ${formatMs(pausedMs)}`,
  );
  return [
    `${formatConditions(conditions)}: ${formatMs(report.freezeMs ?? 0)} by Shiplock’s own clock; parts that ran side by side overlap`,
    ...parts,
    `  rounds: ${paused.join('; ')}`,
  ].join('\n');
}

/** The floor by parts, and how much of it the freeze is. `floors`: of the same memory; `row`: Shiplock's. */
export function heldAgainstFloor(floors: readonly Floor[], { conditions, measured }: Row): string {
  const parts = floorParts.map((part) => ({
    part,
    ms: median(floors, (floor) => floor[part])?.[part] ?? 0,
  }));
  const sum = parts.reduce((total, { ms }) => total + ms, 0);
  const freezeMs = medianOf(measured, 'freezeMs');
  const times = freezeMs === undefined ? '-' : (freezeMs / sum).toFixed(2);
  const list = parts.map(({ part, ms }) => `${part} ${formatMs(ms)}`).join(' + ');
  return `${formatConditions(conditions)}: ${list} = ${formatMs(sum)}; the freeze is ${times} times that`;
}

export function formatConditions({ memoryMb, rateMbit }: Conditions): string {
  return `${memoryMb} MB, ${formatRate(rateMbit)}`;
}

function cells({ conditions, way, measured, failures }: Row, yardstick: Row | undefined): string[] {
  const begin = [`${conditions.memoryMb} MB`, formatRate(conditions.rateMbit), way];
  const freezeMs = medianOf(measured, 'freezeMs');
  const totalMs = medianOf(measured, 'totalMs');
  const wireBytes = medianOf(measured, 'wireBytes');
  if (freezeMs === undefined || totalMs === undefined || wireBytes === undefined) {
    return [...begin, `failed: ${failures[0]?.split('\n')[0] ?? 'not tried'}`];
  }
  const all = measured.map((attempt) => attempt.freezeMs);
  const spread = `(${formatMs(Math.min(...all))} to ${formatMs(Math.max(...all))})`;
  const own = medianOf(yardstick?.measured ?? [], 'freezeMs');
  const ratio = own === undefined ? '-' : (freezeMs / own).toFixed(1);
  return [...begin, formatMs(freezeMs), spread, formatMs(totalMs), formatBytes(wireBytes), ratio];
}

function medianOf(
  measured: readonly Measured[],
  figure: 'freezeMs' | 'totalMs' | 'wireBytes',
): number | undefined {
  return median(measured, (attempt) => attempt[figure])?.[figure];
}

/** The element in the middle; of an even number, the larger of the two. */
function median<Element>(
  elements: readonly Element[],
  by: (element: Element) => number,
): Element | undefined {
  return elements.toSorted((a, b) => by(a) - by(b))[Math.floor(elements.length / 2)];
}

const formatRate = (mbit: number): string => (mbit >= 1000 ? `${mbit / 1000} Gbit/s` : `${mbit} Mbit/s`);

const isSame = (a: Conditions, b: Conditions): boolean =>
  a.memoryMb === b.memoryMb && a.rateMbit === b.rateMbit;
