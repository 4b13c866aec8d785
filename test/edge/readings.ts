/** What a gauge wrote, held against the law: counts start at 1, and never go back, skip or repeat. */
import assert from 'node:assert/strict';

export interface Reading {
  readonly count: number;
  /** Nanoseconds of the process's monotonic clock. CRIU has it stand still from dump to restore (time namespace). */
  readonly monotonicNs: bigint;
  /** Nanoseconds of the wall clock, which goes on meanwhile. All hosts of one machine share it. */
  readonly realtimeNs: bigint;
}

export interface ReadingsSummary {
  readonly count: number;
  /** The longest time between two readings by the wall clock, in milliseconds: the freeze as its users feel it. */
  readonly longestGapMs: number;
  /** The count before that gap. */
  readonly longestGapAfter: number;
}

/** Readings of a whole file, `COUNT MONOTONIC_NS REALTIME_NS` on each line. Throws on any other line. */
export function parseReadings(text: string): Reading[] {
  const lines = text.split('\n');
  assert.equal(lines.pop(), '', 'the last line of the readings is torn');
  return lines.map((line, index) => {
    const fields = /^(\d+) (\d+) (\d+)$/.exec(line);
    assert.ok(fields, `line ${index + 1} of the readings is not a reading: ${JSON.stringify(line)}`);
    const [, count = '', monotonicNs = '', realtimeNs = ''] = fields;
    return { count: Number(count), monotonicNs: BigInt(monotonicNs), realtimeNs: BigInt(realtimeNs) };
  });
}

/** Throws, naming the reading, if the counts are not 1, 2, 3 … in this order, or if there is none. */
export function assertNothingLost(text: string): ReadingsSummary {
  const readings = parseReadings(text);
  assert.ok(readings.length > 0, 'there are no readings');
  let longestNs = 0n;
  let longestGapAfter = 0;
  let previous: Reading | undefined;
  for (const reading of readings) {
    assertFollows(previous?.count ?? 0, reading.count);
    const gapNs = previous === undefined ? 0n : reading.realtimeNs - previous.realtimeNs;
    if (gapNs > longestNs) {
      longestNs = gapNs;
      longestGapAfter = previous?.count ?? 0;
    }
    previous = reading;
  }
  return { count: readings.length, longestGapMs: Number(longestNs) / 1e6, longestGapAfter };
}

function assertFollows(before: number, count: number): void {
  if (count === before) assert.fail(`reading ${count} is there twice`);
  if (count < before) assert.fail(`the readings go back from ${before} to ${count}`);
  if (count > before + 1) assert.fail(`the readings skip from ${before} to ${count}`);
}
