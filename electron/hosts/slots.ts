/** A counted resource that is handed out in the order it was asked for. */

/** Gives a slot back; calling it again does nothing. */
export type ReleaseSlot = () => void;

interface Waiter {
  readonly grant: (release: ReleaseSlot) => void;
}

export class Slots {
  #limit: number;
  #taken = 0;
  readonly #waiting = new Set<Waiter>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Lowers the limit, never below one. Slots already handed out stay valid. */
  lowerTo(limit: number): void {
    this.#limit = Math.max(1, Math.min(this.#limit, limit));
  }

  /** Resolves when a slot is free; rejects with the signal's reason if that comes first. */
  take(signal: AbortSignal): Promise<ReleaseSlot> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const leave = (): void => {
        this.#waiting.delete(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        grant: (release) => {
          signal.removeEventListener('abort', leave);
          resolve(release);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(waiter);
      this.#grantFree();
    });
  }

  #grantFree(): void {
    for (const waiter of this.#waiting) {
      if (this.#taken >= this.#limit) return;
      this.#waiting.delete(waiter);
      this.#taken += 1;
      waiter.grant(this.#releaseOnce());
    }
  }

  #releaseOnce(): ReleaseSlot {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#taken -= 1;
      this.#grantFree();
    };
  }
}
