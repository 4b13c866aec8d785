/** Moments as people type them. */

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * `24h`: so long before `now`. A date alone is its beginning, and a time without an offset is one of this laptop. Gives ISO 8601,
 * UTC; what is neither stays as it is, for the contract to refuse.
 */
export function instantOf(typed: string, now: Date): string {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(typed) ?? [];
  if (count !== undefined) return new Date(now.getTime() - Number(count) * (unitMs[unit] ?? 0)).toISOString();
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(typed))
    return typed;
  // A date alone would be read as one of Greenwich.
  const moment = new Date(typed.length === 10 ? `${typed}T00:00` : typed);
  return Number.isNaN(moment.getTime()) ? typed : moment.toISOString();
}
