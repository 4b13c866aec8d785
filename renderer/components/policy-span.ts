/** How often a policy takes a restore point, in the largest unit that it is a whole number of. */
import type { policies } from '../i18n/policies.ts';
import type { Said } from '../i18n/catalogue.ts';

export const spanUnits = { minutes: 60, hours: 3600, days: 86_400 } as const;
export type SpanUnit = keyof typeof spanUnits;

export function splitSpan(seconds: number): { readonly count: number; readonly unit: SpanUnit } {
  if (seconds % spanUnits.days === 0) return { count: seconds / spanUnits.days, unit: 'days' };
  if (seconds % spanUnits.hours === 0) return { count: seconds / spanUnits.hours, unit: 'hours' };
  return { count: Math.round(seconds / spanUnits.minutes), unit: 'minutes' };
}

export function spanText(seconds: number, said: Said<typeof policies>): string {
  const { count, unit } = splitSpan(seconds);
  switch (unit) {
    case 'minutes':
      return said.spanMinutes(count);
    case 'hours':
      return said.spanHours(count);
    case 'days':
      return said.spanDays(count);
  }
}
