/**
 * Room kept for the moment the disk is full: a ballast file that lies beside the journal and is given up so that a run
 * which is under way can still be recorded, and so be finished or rolled back.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asJournalError, mayWantRoom } from './failure.ts';
import { syncFolder } from './sync-folder.ts';

/** Enough for some thousand steps: a step's two entries take about 1 KiB. */
export const reserveBytes = 4 * 1024 * 1024;

export class Reserve {
  readonly file: string;
  readonly #journalFile: string;
  readonly #listeners = new Set<() => void>();

  constructor(journalFile: string) {
    this.#journalFile = journalFile;
    this.file = join(dirname(journalFile), 'journal.reserve');
  }

  /** Asks the disk, so it also notices what another process gave up or put back. */
  get isInPlace(): boolean {
    return statSync(this.file, { throwIfNoEntry: false })?.size === reserveBytes;
  }

  /**
   * Puts the ballast in place, with random bytes so that no file system can compress it away, and on the disk when
   * this returns. Throws `disk-full` without leaving any of it behind. Call it under the journal's write lock.
   */
  fill(): void {
    if (this.isInPlace) return;
    try {
      const ballast = openSync(this.file, 'w', 0o600);
      try {
        writeFileSync(ballast, randomBytes(reserveBytes));
        fsyncSync(ballast);
      } finally {
        closeSync(ballast);
      }
      syncFolder(dirname(this.file));
    } catch (thrown) {
      rmSync(this.file, { force: true });
      throw asJournalError(thrown, this.#journalFile);
    }
  }

  /**
   * Runs a write that has no effect when it throws. If it wants for room, the ballast is given up and the write runs
   * once more; what it throws then is thrown.
   */
  protect<Result>(write: () => Result): Result {
    try {
      return write();
    } catch (thrown) {
      if (!mayWantRoom(thrown, this.#journalFile)) throw thrown;
      this.#giveUp();
      return write();
    }
  }

  /** Calls the listener, outside the write that caused it, each time this process gives up the ballast. */
  onGivenUp(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #giveUp(): void {
    if (!this.isInPlace) return;
    rmSync(this.file, { force: true });
    for (const listener of this.#listeners) queueMicrotask(listener);
  }
}
