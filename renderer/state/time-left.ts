/** How long a run is likely to take yet, told only while what is foreseen keeps to itself. */

/** So long the forecasts must have agreed. */
const watchedMs = 4000;
/** By how much of the time that is left, or by how much time, they may differ. */
const agreement = { share: 0.2, ms: 2000 };

interface Forecast {
  readonly atMs: number;
  readonly endMs: number;
}

export class TimeLeft {
  readonly #totalBytes: number;
  #begin: { readonly atMs: number; readonly bytes: number } | undefined;
  #forecasts: readonly Forecast[] = [];

  /** `totalBytes`: as many as the run is expected to send. */
  constructor(totalBytes: number) {
    this.#totalBytes = totalBytes;
  }

  /** Milliseconds from `atMs` on; undefined while forecasts differ, and once more was sent than expected. */
  after(atMs: number, bytesSent: number): number | undefined {
    this.#begin ??= { atMs, bytes: bytesSent };
    const elapsedMs = atMs - this.#begin.atMs;
    const sent = bytesSent - this.#begin.bytes;
    if (elapsedMs <= 0 || sent <= 0 || bytesSent >= this.#totalBytes) return undefined;
    const endMs = atMs + ((this.#totalBytes - bytesSent) * elapsedMs) / sent;
    const recent = this.#forecasts.filter((each) => each.atMs >= atMs - 2 * watchedMs);
    this.#forecasts = [...recent, { atMs, endMs }];
    const leftMs = endMs - atMs;
    return this.#agree(atMs, leftMs) ? leftMs : undefined;
  }

  #agree(atMs: number, leftMs: number): boolean {
    const [oldest] = this.#forecasts;
    if (oldest === undefined || atMs - oldest.atMs < watchedMs) return false;
    const ends = this.#forecasts.map(({ endMs }) => endMs);
    const spread = Math.max(...ends) - Math.min(...ends);
    return spread <= Math.max(leftMs * agreement.share, agreement.ms);
  }
}
