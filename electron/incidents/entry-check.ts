/** The entries of an incident log, one after the other: each that should be there, at its place, with the content of its hash. */
import type { IncidentProblem } from '../../shared/incident-methods.ts';
import { canonicalJson } from '../journal/canonical-json.ts';
import { hashOf } from '../journal/history.ts';
import { jsonColumn } from '../journal/row.ts';
import type { ChainList } from './chain-list.ts';
import { type EvidenceNote, evidenceKept, evidenceNote } from './evidence.ts';
import { type EntryLine, entryLine, type Manifest } from './manifest.ts';

const readLine = jsonColumn.pipe(entryLine);

export class EntryCheck {
  /** Entries whose content was held against their hash, and is as it was. */
  proved = 0;
  /** What the proved entries note of what hosts told. */
  readonly evidence: EvidenceNote[] = [];
  readonly #chain: ChainList;
  readonly #redacted: ReadonlySet<number>;
  readonly #report: (problem: IncidentProblem) => void;
  readonly #expected: Iterator<number, undefined>;
  #next: number | undefined;

  constructor({ journal }: Manifest, chain: ChainList, report: (problem: IncidentProblem) => void) {
    this.#chain = chain;
    this.#redacted = new Set(journal.redacted);
    this.#report = report;
    this.#expected = numbersIn(journal.included, journal.entries);
    this.#next = this.#expected.next().value;
  }

  line(line: string): void {
    const entry = readLine.safeParse(line).data;
    if (entry === undefined) {
      // It stands where the next one should.
      const at = this.#next;
      this.#step();
      this.#report({
        kind: at === undefined ? 'entry-added' : 'entry-changed',
        name: String(at ?? 'unreadable'),
      });
      return;
    }
    while (this.#next !== undefined && this.#next < entry.seq) {
      this.#report({ kind: 'entry-missing', name: String(this.#next) });
      this.#step();
    }
    if (entry.seq !== this.#next) {
      this.#report({ kind: 'entry-added', name: String(entry.seq) });
      return;
    }
    this.#step();
    this.#hold(entry);
  }

  end(): void {
    for (; this.#next !== undefined; this.#step())
      this.#report({ kind: 'entry-missing', name: String(this.#next) });
  }

  #hold(entry: EntryLine): void {
    const { seq, previous, hash, kind, data } = entry;
    const isInPlace = this.#chain.hashOf(seq) === hash && this.#chain.hashOf(seq - 1) === previous;
    const isRedacted = this.#redacted.has(seq);
    const isAsHashed = isRedacted || hashOf({ ...entry, data: canonicalJson(data) }) === hash;
    if (!isInPlace || !isAsHashed) {
      this.#report({ kind: 'entry-changed', name: String(seq) });
      return;
    }
    if (isRedacted) return;
    this.proved += 1;
    const note = kind === evidenceKept ? evidenceNote.safeParse(data).data : undefined;
    if (note !== undefined) this.evidence.push(note);
  }

  #step(): void {
    this.#next = this.#expected.next().value;
  }
}

/** Throws an ordinary error for ranges that are not in order, or of entries that are not there. */
function* numbersIn(
  ranges: readonly (readonly [number, number])[],
  entries: number,
): Generator<number, undefined> {
  let last = 0;
  for (const [from, to] of ranges) {
    if (from <= last || to < from || to > entries) throw new Error('its manifest contradicts itself');
    last = to;
    for (let seq = from; seq <= to; seq += 1) yield seq;
  }
  return undefined;
}
