/** Runs as they are listed, and told of when one stands otherwise: what the journal alone knows. */
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { asRunId } from '../shared/ids.ts';
import type { Journal } from './journal/journal.ts';
import { journalChanges } from './journal-changes.ts';

/** See the contract's `runs.list`. */
export function listRuns(journal: Journal, { before, ...wanted }: Checked<'runs.list'>): Output<'runs.list'> {
  const page = { ...wanted, before: before === undefined ? undefined : asRunId(before) };
  return journal.runsOverview.page(page).map(({ id, ...summary }) => ({ run: id, ...summary }));
}

/** See the contract's `runs.watchAll`. */
export async function watchRunList(
  journal: Journal,
  { signal, onEvent }: CallOptions,
): Promise<Output<'runs.watchAll'>> {
  let seen: number | undefined;
  for await (const last of journalChanges(journal, signal)) {
    const changed = seen === undefined ? [] : journal.runsOverview.changedSince(seen);
    seen = last;
    for (const run of changed) onEvent?.({ event: 'runs.changed', run });
  }
  return {};
}
