/** Every check, in the order in which their findings are shown within one severity. */
import type { Check } from '../check.ts';
import type { HostSubject, Subject } from '../subject.ts';
import { addresses } from './addresses.ts';
import { confinement } from './confinement.ts';
import { connections } from './connections.ts';
import { devices } from './devices.ts';
import { image } from './image.ts';
import { incompatibilities } from './incompatibilities.ts';
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

/** Of one host, whatever is moved: made of both hosts of a move. */
export const hostChecks: readonly Check<HostSubject>[] = [tools, incompatibilities];

export const moveChecks: readonly Check<Subject>[] = [
  state,
  confinement,
  name,
  image,
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
