/** Every check, in the order in which their findings are shown within one severity. */
import type { Finding, Severity } from '../../../shared/model.ts';
import type { Check, Subject } from '../subject.ts';
import { addresses } from './addresses.ts';
import { confinement } from './confinement.ts';
import { connections } from './connections.ts';
import { devices } from './devices.ts';
import { image } from './image.ts';
import { likeness } from './likeness.ts';
import { locks } from './locks.ts';
import { log } from './log.ts';
import { memory } from './memory.ts';
import { mounts } from './mounts.ts';
import { name } from './name.ts';
import { networks } from './networks.ts';
import { ports } from './ports.ts';
import { space } from './space.ts';
import { state } from './state.ts';
import { tools } from './tools.ts';

export const checks: readonly Check[] = [
  state,
  confinement,
  name,
  image,
  tools,
  likeness,
  space,
  memory,
  mounts,
  networks,
  ports,
  addresses,
  devices,
  connections,
  locks,
  log,
];

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2, ok: 3 };

/** Errors first. */
export function runChecks(subject: Subject): Finding[] {
  return checks.flatMap((check) => check(subject)).sort((a, b) => rank[a.severity] - rank[b.severity]);
}
