/** Puts the log that was carried over where the target's engine will go on writing it. */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import type { MovePlan } from './move-plan.ts';
import { logPlace } from './parcels.ts';

const script = readFileSync(new URL('./log-place.sh', import.meta.url), 'utf8');

/** Before the container's first start there. Does nothing for a log that is not kept in files. */
export async function placeLog(session: Session, plan: MovePlan, targetId: string): Promise<void> {
  const { log } = plan.container;
  if (log === undefined) return;
  const { folder, prefix } = logPlace(plan, targetId);
  await session.script('log-place', script, [folder, log.prefix, prefix]);
}
