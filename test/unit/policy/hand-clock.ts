/** A clock that goes on only when it is told to. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../electron/backups/policy/clock.ts';

interface Waiting {
  readonly until: number;
  readonly wake: () => void;
}

export class HandClock implements Clock {
  #now: number;
  #elapsed = 0;
  #waiting: Waiting[] = [];

  constructor(now: string) {
    this.#now = Date.parse(now);
  }

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ until: this.#elapsed + ms, wake: resolve });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** A minute at a time; whoever waited goes on as far as it comes by itself. */
  async pass(minutes: number): Promise<void> {
    await setImmediate();
    for (let minute = 0; minute < minutes; minute += 1) {
      this.#now += 60_000;
      this.#elapsed += 60_000;
      const due = this.#waiting.filter(({ until }) => until <= this.#elapsed);
      this.#waiting = this.#waiting.filter(({ until }) => until > this.#elapsed);
      for (const { wake } of due) wake();
      await setImmediate();
    }
  }

  /** As an administrator would. */
  set(now: string): void {
    this.#now = Date.parse(now);
  }
}
