/** How fast a route between two hosts is, measured by what was sent anyway or, failing that, by a short probe. */
import { performance } from 'node:perf_hooks';
import type { Session } from '../hosts/session.ts';
import type { Route } from './route.ts';

/** Below this a transfer's time is mostly its start. */
const tellingBytes = 4 * 1024 * 1024;

export class Rate {
  #bytes = 0;
  #ms = 0;
  #assumed: number | undefined;

  /** What a probe found: good until something telling was sent. */
  assume(bytesPerSecond: number): void {
    this.#assumed = bytesPerSecond;
  }

  /** Notes a transfer. Small ones say nothing about the rate and are left out. */
  note(bytes: number, ms: number): void {
    if (bytes < tellingBytes) return;
    this.#bytes += bytes;
    this.#ms += ms;
  }

  /** Bytes a second, or undefined when nothing is known of it yet. */
  get bytesPerSecond(): number | undefined {
    return this.#ms > 0 ? (this.#bytes / this.#ms) * 1000 : this.#assumed;
  }
}

/** Each is sent only if the one before took so little that a radio link is not burdened by it. */
const probes: readonly number[] = [64 * 1024, 512 * 1024, 4 * 1024 * 1024];
const tellingMs = 200;
/** Of what a probe takes: so much at least is due to its bytes. */
const leastForBytes = 0.25;

/**
 * Sends random bytes to nowhere, more and more until the time that they take can be told from the time that anything
 * takes: 128 KiB on a slow route, up to 5.4 MB on a faster one. Bytes a second. Errors: those of `Route.join`.
 */
export async function probeRate(
  route: Route,
  source: Session,
  target: Session,
  signal?: AbortSignal,
): Promise<number> {
  const send = async (bytes: number): Promise<number> => {
    const began = performance.now();
    await route.join({
      source: { session: source, command: ['head', '-c', String(bytes), '/dev/urandom'] },
      target: { session: target, command: ['sh', '-c', 'cat >/dev/null'] },
      bothWays: false,
      what: { en: 'a probe of the route', zh: '测速数据' },
      onBytes: () => undefined,
      signal,
    });
    return performance.now() - began;
  };
  let startMs = await send(1);
  let bytesPerSecond = 0;
  // The start of one may take longer than that of the next.
  const dueToBytes = (took: number): number => Math.max(1, took - startMs, took * leastForBytes);
  for (const bytes of probes) {
    const took = await send(bytes);
    // A start that was slow for a moment hides what the bytes took, and makes the route look fast.
    if (took > tellingMs && startMs > took * (1 - leastForBytes)) startMs = Math.min(startMs, await send(1));
    let ms = dueToBytes(took);
    // A host that was busy for a moment looks like a slow route; twice in a row it hardly is.
    if (ms > tellingMs && bytes < tellingBytes) ms = Math.min(ms, dueToBytes(await send(bytes)));
    bytesPerSecond = (bytes / ms) * 1000;
    if (ms > tellingMs) break;
  }
  return bytesPerSecond;
}
