/** Counts bytes, and tells of them at most ten times a second. */
import { performance } from 'node:perf_hooks';

const betweenTellingMs = 100;

export interface PacedCount {
  readonly bytes: number;
  readonly add: (more: number) => void;
}

export function pacedCount(tell: (bytes: number) => void): PacedCount {
  let toldAt = Number.NEGATIVE_INFINITY;
  const count = {
    bytes: 0,
    add: (more: number): void => {
      count.bytes += more;
      const now = performance.now();
      if (now - toldAt < betweenTellingMs) return;
      toldAt = now;
      tell(count.bytes);
    },
  };
  return count;
}
