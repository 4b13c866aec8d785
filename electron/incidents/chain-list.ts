/** The hashes of all entries, as `chain.txt` of an incident log lists them: without a gap, up to the head. */
import type { IncidentProblem } from '../../shared/incident-methods.ts';
import { genesis } from '../journal/history.ts';
import type { Manifest } from './manifest.ts';

/** A journal that no laptop has; more is not held in memory. */
const mostEntries = 4_000_000;
const hashBytes = 32;

export class ChainList {
  readonly #report: (problem: IncidentProblem) => void;
  readonly #manifest: Manifest;
  readonly #hashes: Buffer;
  #count = 0;
  #isBroken: boolean = false;

  /** Throws an ordinary error for a journal that is too long. */
  constructor(manifest: Manifest, report: (problem: IncidentProblem) => void) {
    if (manifest.journal.entries > mostEntries) throw new Error('its journal is too long to be checked');
    this.#manifest = manifest;
    this.#report = report;
    this.#hashes = Buffer.alloc(manifest.journal.entries * hashBytes);
  }

  line(line: string): void {
    const [, seq, hash] = /^([1-9]\d{0,15}) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (
      hash === undefined ||
      Number(seq) !== this.#count + 1 ||
      this.#count >= this.#manifest.journal.entries
    ) {
      this.#break(String(this.#count + 1));
      return;
    }
    this.#hashes.write(hash, this.#count * hashBytes, 'hex');
    this.#count += 1;
  }

  end(): void {
    const { entries, head } = this.#manifest.journal;
    if (this.#count < entries) this.#break(String(this.#count + 1));
    const last = entries === 0 ? null : this.hashOf(entries);
    if (last !== head) this.#break(String(entries));
  }

  /** Of the entry of that number, genesis for 0; undefined where none is listed. */
  hashOf(seq: number): string | undefined {
    if (seq === 0) return genesis;
    if (seq > this.#count) return undefined;
    return this.#hashes.toString('hex', (seq - 1) * hashBytes, seq * hashBytes);
  }

  /** What follows a gap says nothing more. */
  #break(name: string): void {
    if (!this.#isBroken) this.#report({ kind: 'chain-broken', name });
    this.#isBroken = true;
  }
}
