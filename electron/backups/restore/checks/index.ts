/** Every check of a restore, in the order in which their findings are shown within one severity. */
import type { Check } from '../../../preflight/check.ts';
import { hostChecks } from '../../../preflight/checks/index.ts';
import { confinement } from '../../../preflight/checks/confinement.ts';
import { criuVerdict } from '../../../preflight/checks/criu-verdict.ts';
import { devices } from '../../../preflight/checks/devices.ts';
import { incompatibilities } from '../../../preflight/checks/incompatibilities.ts';
import { ports } from '../../../preflight/checks/ports.ts';
import type { Found } from '../../../preflight/check.ts';
import type { HostSubject } from '../../../preflight/subject.ts';
import type { RestoreSubject } from '../restore-subject.ts';
import { data } from './data.ts';
import { networks, runtime } from './engine.ts';
import { fitness, memory } from './fitness.ts';
import { room } from './room.ts';
import { standing } from './standing.ts';

const always: readonly Check<RestoreSubject>[] = [
  standing,
  fitness,
  memory,
  runtime,
  room,
  data,
  networks,
  ports,
  devices,
];

/** What CRIU cannot take up again can still be started anew. */
export const restoreChecks = (wantsMemory: boolean): readonly Check<RestoreSubject>[] =>
  wantsMemory ? [...always, confinement] : always;

/** Of the target as a host. */
export const targetChecks = (wantsMemory: boolean): readonly Check<HostSubject>[] =>
  hostChecks.filter((check) => wantsMemory || (check !== incompatibilities && check !== criuVerdict));

/** Everything comes from the laptop: the host needs no rsync for it, and without memory neither CRIU nor runc. */
export const isNeeded = ({ id }: Pick<Found, 'id'>, wantsMemory: boolean): boolean =>
  id !== 'rsync-missing' && (wantsMemory || (id !== 'criu-missing' && id !== 'runc-missing'));
