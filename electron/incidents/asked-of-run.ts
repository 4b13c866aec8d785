/** Which hosts of a run are asked for an incident log, and what they are asked about, as far as the journal knows. */
import { z } from 'zod';
import type { RunId } from '../../shared/ids.ts';
import type { Journal } from '../journal/journal.ts';
import type { AskedAbout } from './ask-host.ts';

export interface AskedOfHost extends AskedAbout {
  readonly host: string;
}

const planOfRun = z.object({ key: z.string() });
const createNotes = z.object({ containerId: z.string() });

/** Once a move is committed, the copy on its source is being removed, and its log went with the container to the target. */
export function askedOfRun(journal: Journal, run: RunId): AskedOfHost[] {
  const { kind, plan, source, target, containerId } = journal.runs.get(run);
  const steps = journal.steps.of(run);
  const key = planOfRun.safeParse(plan).data?.key;
  const created = steps.find(({ name }) => name === 'create')?.data;
  const copy = createNotes.safeParse(created).data?.containerId;
  const onTarget = { host: target, key, container: copy };
  if (kind === 'restore' || source === target) return [onTarget];
  const isCommitted = steps.some(({ name, state }) => name === 'commit' && state === 'done');
  return [{ host: source, key, ...(!isCommitted && { container: containerId }) }, onTarget];
}
