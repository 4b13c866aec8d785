/** Which restore points a person wants to see. */
import type { RestorePointSummary } from '../../../shared/model.ts';

export interface Wanted {
  /** A part of the name or the comment; upper and lower case are the same. */
  readonly text: string;
  /** Empty: of all. */
  readonly container: string;
  readonly host: string;
}

export const wantAll: Wanted = { text: '', container: '', host: '' };

export function whichOf(
  points: readonly RestorePointSummary[],
  { text, container, host }: Wanted,
): readonly RestorePointSummary[] {
  const part = text.trim().toLocaleLowerCase();
  return points.filter(
    (point) =>
      (container === '' || point.container === container) &&
      (host === '' || point.host === host) &&
      (part === '' || `${point.name} ${point.comment ?? ''}`.toLocaleLowerCase().includes(part)),
  );
}

/** Each once, in the order of the alphabet. */
export const namesOf = (names: readonly string[]): string[] =>
  [...new Set(names)].toSorted((a, b) => a.localeCompare(b));
