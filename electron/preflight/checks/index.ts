/** Every check, in the order in which their findings are shown within one severity. */
import type { Check } from '../check.ts';
import type { ConditionSubject, HostSubject, Subject } from '../subject.ts';
import { addresses } from './addresses.ts';
import { clocks } from './clocks.ts';
import { confinement } from './confinement.ts';
import { connections } from './connections.ts';
import { criuImages } from './criu-images.ts';
import { criuVerdict } from './criu-verdict.ts';
import { deletedFiles } from './deleted-files.ts';
import { devices } from './devices.ts';
import { diskFailing } from './disk-failing.ts';
import { diskFull } from './disk-full.ts';
import { engineSettings } from './engine-settings.ts';
import { fileSystemErrors } from './file-system-errors.ts';
import { fileSystems } from './file-systems.ts';
import { image } from './image.ts';
import { incompatibilities } from './incompatibilities.ts';
import { innerMounts } from './inner-mounts.ts';
import { interfaces } from './interfaces.ts';
import { likeness } from './likeness.ts';
import { limits } from './limits.ts';
import { locks } from './locks.ts';
import { log } from './log.ts';
import { memory } from './memory.ts';
import { memoryErrors } from './memory-errors.ts';
import { mounts } from './mounts.ts';
import { name } from './name.ts';
import { namespaces } from './namespaces.ts';
import { networks } from './networks.ts';
import { openDevices } from './open-devices.ts';
import { ports } from './ports.ts';
import { pressure } from './pressure.ts';
import { processor } from './processor.ts';
import { readOnly } from './read-only.ts';
import { readOnlySource } from './read-only-source.ts';
import { reboots } from './reboots.ts';
import { restraints } from './restraints.ts';
import { runtime } from './runtime.ts';
import { sessions } from './sessions.ts';
import { sharedObjects } from './shared-objects.ts';
import { sockets } from './sockets.ts';
import { space } from './space.ts';
import { stalls } from './stalls.ts';
import { state } from './state.ts';
import { temperature } from './temperature.ts';
import { terminals } from './terminals.ts';
import { tools } from './tools.ts';
import { tracers } from './tracers.ts';
import { watches } from './watches.ts';

/** Of a host's condition alone: what they find are signs that it fails, or may soon. */
export const conditionChecks: readonly Check<ConditionSubject>[] = [
  readOnly,
  diskFailing,
  fileSystemErrors,
  memoryErrors,
  diskFull,
  temperature,
  stalls,
  reboots,
];

/** Of one host, whatever is moved: made of both hosts of a move. */
export const hostChecks: readonly Check<HostSubject>[] = [
  tools,
  incompatibilities,
  criuVerdict,
  pressure,
  engineSettings,
  ...conditionChecks,
];

export const moveChecks: readonly Check<Subject>[] = [
  state,
  readOnlySource,
  confinement,
  name,
  image,
  likeness,
  criuImages,
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
  sockets,
  interfaces,
  terminals,
  sessions,
  innerMounts,
  openDevices,
  watches,
  deletedFiles,
  tracers,
  namespaces,
  sharedObjects,
  locks,
  log,
];
