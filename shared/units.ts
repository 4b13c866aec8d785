/** Figures for people. */

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, three digits: 999 B, 1.5 kB, 268 MB. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${value.toFixed(digits)} ${byteUnits[unit]}`;
}

/** 850 ms, 1.2 s, 3 min 5 s. */
export function formatMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Seconds in the largest unit that they are whole numbers of: 90 min, 6 h, 2 d. */
export function formatSpan(seconds: number): string {
  const [unit, length] = spans.find(([, each]) => seconds % each === 0) ?? ['s', 1];
  return `${seconds / length} ${unit}`;
}

const spans = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;
