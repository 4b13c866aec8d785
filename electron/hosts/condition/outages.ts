/** When a host went down without having been shut down, by its own book of boots. */
import type { Lines } from './lines.ts';

/** A boot that no shutdown came before: the power went, or the kernel fell over, or somebody pressed a button. */
export interface Outage {
  /** Of the boot after it, by the host's clock, in seconds since 1970; and how long ago that is. */
  readonly bootedAt: number;
  readonly daysAgo: number;
}

/** From `last -x reboot shutdown`, which tells the newest first. */
export function parseOutages(lines: Lines): Outage[] {
  const now = lines.number('now');
  if (now === undefined) return [];
  const book = lines.all('last').flatMap((line) => {
    const [, kind] = /^(reboot|shutdown) /.exec(line) ?? [];
    const [stamp] = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:?\d\d/.exec(line) ?? [];
    const at = stamp === undefined ? Number.NaN : Date.parse(stamp) / 1000;
    return kind === undefined || Number.isNaN(at) ? [] : [{ kind, at }];
  });
  return book.flatMap(({ kind, at }, index) => {
    const before = book[index + 1];
    if (kind !== 'reboot' || before?.kind !== 'reboot') return [];
    // Without a clock of its own a board begins in the past.
    return at > now || at < before.at ? [] : [{ bootedAt: at, daysAgo: (now - at) / 86_400 }];
  });
}
