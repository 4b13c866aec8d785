/** Bytes that come in pieces, as lines. */

/** No entry of a journal comes near it. */
const mostLineBytes = 64 * 1024 * 1024;

export class Lines {
  readonly #onLine: (line: string) => void;
  #open: Uint8Array[] = [];
  #openBytes = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Throws an ordinary error for a line without end. */
  push(piece: Uint8Array): void {
    let rest = piece;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      this.#open.push(rest.subarray(0, end));
      this.#hand();
      rest = rest.subarray(end + 1);
    }
    if (rest.length === 0) return;
    this.#open.push(rest.slice());
    this.#openBytes += rest.length;
    if (this.#openBytes > mostLineBytes) throw new Error('a line of it does not end');
  }

  /** After the last piece. */
  end(): void {
    if (this.#open.length > 0) this.#hand();
  }

  #hand(): void {
    const line = Buffer.concat(this.#open).toString('utf8');
    this.#open = [];
    this.#openBytes = 0;
    this.#onLine(line);
  }
}
