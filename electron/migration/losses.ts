/**
 * How many losses of a link a step is forgiven: as many as it takes, for as long as it gets on. What arrived stays, so a
 * link that carries something between two losses carries everything in the end.
 */

/** In a row, with next to nothing sent in between: such a link is not worth waiting for. */
const idleLosses = 10;
/** Beginning again sends about so much by itself: greetings, a list of files, checksums of what is there. */
const beginningBytes = 64 * 1024;
/** A step that has sent so many times what there is to send begins again and again, and gets nowhere. */
const wasteFactor = 4;
const wasteBytes = 256 * 1024 * 1024;

export class Losses {
  readonly #begin: number;
  readonly #mostBytes: number;
  #atLastLoss: number;
  #idle = 0;

  /** `sentBytes`: by the whole run until now; `plannedBytes`: what the plan has to send. */
  constructor(sentBytes: number, plannedBytes: number) {
    this.#begin = sentBytes;
    this.#atLastLoss = sentBytes;
    this.#mostBytes = plannedBytes * wasteFactor + wasteBytes;
  }

  /** Notes a loss. False if the step is to be given up. */
  isForgiven(sentBytes: number): boolean {
    const gotOn = sentBytes - this.#atLastLoss > beginningBytes;
    this.#atLastLoss = sentBytes;
    this.#idle = gotOn ? 0 : this.#idle + 1;
    return this.#idle <= idleLosses && sentBytes - this.#begin <= this.#mostBytes;
  }
}
