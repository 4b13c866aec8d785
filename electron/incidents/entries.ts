/** The journal's history as an incident log has it: every entry's hash, and the content of those that were asked for. */
import type { History, StoredEntry } from '../journal/history.ts';
import { canonicalJson } from '../journal/canonical-json.ts';
import type { EntryLine } from './manifest.ts';
import type { Redactor } from './redact.ts';

const pageSize = 500;

export interface Part {
  readonly run?: string | undefined;
  /** ISO 8601, UTC. */
  readonly since?: string | undefined;
}

/** `chain.txt`: number and hash, an entry a line. `last`: the number of the last one. */
export function* chainLines(history: History, last: number): Generator<string> {
  for (const page of pages(history, last)) yield page.map(({ seq, hash }) => `${seq} ${hash}\n`).join('');
}

/** `entries.jsonl`: the entries of that part. `onEntry` sees each as it is handed on. */
export function* entryLines(
  history: History,
  last: number,
  part: Part,
  redactor: Redactor,
  onEntry: (entry: EntryLine, isRedacted: boolean) => void,
): Generator<string> {
  for (const page of pages(history, last)) {
    let lines = '';
    for (const stored of page) {
      if (!isIn(stored, part)) continue;
      const { entry, isRedacted } = redactedEntry(stored, redactor);
      onEntry(entry, isRedacted);
      lines += `${JSON.stringify(entry)}\n`;
    }
    if (lines !== '') yield lines;
  }
}

/** An entry with what looks like a secret in it is told without that; its hash can then not be held against what is told. */
function redactedEntry(stored: StoredEntry, redactor: Redactor): { entry: EntryLine; isRedacted: boolean } {
  const { seq, at, run, kind, previous, hash } = stored;
  const original: unknown = JSON.parse(stored.data);
  const data = redactor.value(original);
  const isRedacted = canonicalJson(data) !== canonicalJson(original);
  return { entry: { seq, at, run, kind, data, previous, hash }, isRedacted };
}

const isIn = ({ run, at }: StoredEntry, part: Part): boolean =>
  (part.run === undefined || run === part.run) && (part.since === undefined || at >= part.since);

function* pages(history: History, last: number): Generator<StoredEntry[]> {
  for (let after = 0; after < last; ) {
    const page = history.page(after, last, pageSize);
    const end = page.at(-1);
    if (end === undefined) return;
    after = end.seq;
    yield page;
  }
}
