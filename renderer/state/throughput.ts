/** Bytes that were counted, as a rate over time: few enough points to be drawn, however long a run takes. */

export interface RatePoint {
  readonly atMs: number;
  readonly bytesPerSecond: number;
}

interface Count {
  readonly atMs: number;
  readonly bytes: number;
}

const pointEveryMs = 500;
/** As many as a wide screen has pixels for; beyond it, each two become one. */
const mostPoints = 1200;

export class Throughput {
  #points: readonly RatePoint[] = [];
  #everyMs = pointEveryMs;
  #last: Count | undefined;

  /** A new array whenever there is a new point, and the same otherwise. */
  get points(): readonly RatePoint[] {
    return this.#points;
  }

  /** All bytes until now. A count that falls begins anew: the run went on in another process. */
  count(atMs: number, bytes: number): void {
    const last = this.#last;
    if (last === undefined || bytes < last.bytes) {
      this.#last = { atMs, bytes };
      return;
    }
    if (atMs - last.atMs < this.#everyMs) return;
    const bytesPerSecond = ((bytes - last.bytes) * 1000) / (atMs - last.atMs);
    this.#last = { atMs, bytes };
    this.#points = [...this.#points, { atMs, bytesPerSecond }];
    if (this.#points.length <= mostPoints) return;
    this.#points = halved(this.#points);
    this.#everyMs *= 2;
  }
}

function halved(points: readonly RatePoint[]): RatePoint[] {
  return points.flatMap((point, index) => {
    const next = points[index + 1];
    if (index % 2 === 1) return [];
    if (next === undefined) return [point];
    return [{ atMs: next.atMs, bytesPerSecond: (point.bytesPerSecond + next.bytesPerSecond) / 2 }];
  });
}
