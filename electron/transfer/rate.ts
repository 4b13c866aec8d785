/** How fast the route between two hosts is, measured by what was sent anyway or, failing that, by a short probe. */
import { performance } from 'node:perf_hooks';
import type { Session } from '../hosts/session.ts';
import { relay } from './relay.ts';

const probeBytes = 2 * 1024 * 1024;
/** Below this a transfer's time is mostly its start. */
const tellingBytes = 4 * 1024 * 1024;

export class Rate {
  #bytes = 0;
  #ms = 0;

  /** Notes a transfer. Small ones say nothing about the rate and are left out. */
  note(bytes: number, ms: number): void {
    if (bytes < tellingBytes) return;
    this.#bytes += bytes;
    this.#ms += ms;
  }

  /** Bytes a second, or undefined when nothing telling was sent yet. */
  get bytesPerSecond(): number | undefined {
    return this.#ms > 0 ? (this.#bytes / this.#ms) * 1000 : undefined;
  }
}

/** Sends two megabytes of zeros to nowhere. A lower bound: the first byte's way is part of the time. */
export async function probeRate(source: Session, target: Session, signal?: AbortSignal): Promise<number> {
  const started = performance.now();
  await relay({
    source: { session: source, command: ['head', '-c', String(probeBytes), '/dev/zero'] },
    target: { session: target, command: ['sh', '-c', 'cat >/dev/null'] },
    bothWays: false,
    what: 'a probe of the route',
    onBytes: () => undefined,
    signal,
  });
  return (probeBytes / (performance.now() - started)) * 1000;
}
