/** Which golden journals `npm test` recovers: a part that changes from day to day, since each takes seconds. */

/** So many at most. */
const atOnce = 3;

/** `SHIPLOCK_GOLDEN`: `all`, or a day, as 2026-01-31, to have its part again. */
export function partOfToday<Item>(all: readonly Item[]): Item[] {
  const asked = process.env['SHIPLOCK_GOLDEN'] ?? '';
  if (asked === 'all') return [...all];
  const day = Math.floor((asked === '' ? Date.now() : Date.parse(asked)) / 86_400_000);
  const parts = Math.ceil(all.length / atOnce);
  return all.filter((_, index) => index % parts === day % parts);
}
