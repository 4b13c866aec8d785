/** Tests of many cases that differ in little: every day another part of them, so that the gate stays short and all of them are tried in a few days. */

/** `SHIPLOCK_CASES=all`, or `npm run test:all`: every case. */
export const isAll = process.env['SHIPLOCK_CASES'] === 'all';
const today = Math.floor(Date.now() / 86_400_000);

/**
 * Every `days`th of the cases, beginning with another one each day (UTC): all of them in `days` days. `offset` has tests of the
 * same cases take different ones on the same day.
 */
export function todaysPart<Case>(cases: readonly Case[], days: number, offset = 0): Case[] {
  return cases.filter((_, index) => isAll || (index + today + offset) % days === 0);
}
