/** Puts the journal's history into an incident log: the hashes of all entries, and the entries of the part that was asked for. */
import type { Journal } from '../journal/journal.ts';
import { chainLines, entryLines, type Part } from './entries.ts';
import type { EntrySift } from './entry-sift.ts';
import type { LogWriter } from './log-writer.ts';
import { chainName, entriesName } from './manifest.ts';
import type { Redactor } from './redact.ts';

export interface AddedJournal {
  /** All there are. */
  readonly entries: number;
  /** The hash of the last one; null where there is none. */
  readonly head: string | null;
  /** The first entry of the journal that is not as it was written; null where all are. */
  readonly brokenAt: number | null;
  /** How many have their content in the log, and which: first and last numbers. */
  readonly included: number;
  readonly includedRanges: readonly [number, number][];
  /** Those whose content lacks what looks like a secret. */
  readonly redactedEntries: readonly number[];
}

/** `sift` sees each entry that is put in, as it is put in. */
export async function addJournal(
  writer: LogWriter,
  { history }: Journal,
  part: Part,
  redactor: Redactor,
  sift: EntrySift,
): Promise<AddedJournal> {
  const head = history.head();
  const last = head?.seq ?? 0;
  const includedRanges: [number, number][] = [];
  const redactedEntries: number[] = [];
  let included = 0;
  await writer.add(chainName, chainLines(history, last));
  const lines = entryLines(history, last, part, redactor, (entry, isRedacted) => {
    included += 1;
    lengthen(includedRanges, entry.seq);
    if (isRedacted) redactedEntries.push(entry.seq);
    sift.see(entry);
  });
  await writer.add(entriesName, lines);
  const { brokenAt } = history.verify();
  return { entries: last, head: head?.hash ?? null, brokenAt, included, includedRanges, redactedEntries };
}

function lengthen(ranges: [number, number][], seq: number): void {
  const range = ranges.at(-1);
  if (range !== undefined && range[1] === seq - 1) range[1] = seq;
  else ranges.push([seq, seq]);
}
