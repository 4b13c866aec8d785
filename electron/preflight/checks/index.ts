/** Every check, in the order in which their findings are shown within one severity. */
import type { Check } from '../check.ts';
import type { HostSubject, Subject } from '../subject.ts';
import { addresses } from './addresses.ts';
import { clocks } from './clocks.ts';
import { confinement } from './confinement.ts';
import { connections } from './connections.ts';
import { criuVerdict } from './criu-verdict.ts';
import { devices } from './devices.ts';
import { engineSettings } from './engine-settings.ts';
import { fileSystems } from './file-systems.ts';
import { image } from './image.ts';
import { incompatibilities } from './incompatibilities.ts';
import { likeness } from './likeness.ts';
import { limits } from './limits.ts';
import { locks } from './locks.ts';
import { log } from './log.ts';
import { memory } from './memory.ts';
import { mounts } from './mounts.ts';
import { name } from './name.ts';
import { networks } from './networks.ts';
import { ports } from './ports.ts';
import { pressure } from './pressure.ts';
import { processor } from './processor.ts';
import { restraints } from './restraints.ts';
import { runtime } from './runtime.ts';
import { space } from './space.ts';
import { state } from './state.ts';
import { tools } from './tools.ts';

/** Of one host, whatever is moved: made of both hosts of a move. */
export const hostChecks: readonly Check<HostSubject>[] = [
  tools,
  incompatibilities,
  criuVerdict,
  pressure,
  engineSettings,
];

export const moveChecks: readonly Check<Subject>[] = [
  state,
  confinement,
  name,
  image,
  likeness,
  processor,
  runtime,
  restraints,
  limits,
  clocks,
  space,
  memory,
  mounts,
  fileSystems,
  networks,
  ports,
  addresses,
  devices,
  connections,
  locks,
  log,
];
