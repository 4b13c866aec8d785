/** What the checks found before a run, as its plan keeps it, and what stands in its error. */
import { z } from 'zod';
import { type Finding, finding } from '../../shared/model.ts';
import type { RunRecord } from '../journal/run-record.ts';

const findings = z.array(finding);
const ofMove = z.object({ shown: z.object({ findings }) }).transform(({ shown }) => shown.findings);
const ofRestore = z.object({ findings }).transform((plan) => plan.findings);

export function findingsOf({ plan, error }: RunRecord): Finding[] {
  const planned = ofMove.or(ofRestore).safeParse(plan).data ?? [];
  return [...planned, ...(error?.findings ?? [])];
}
