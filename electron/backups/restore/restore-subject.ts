/** What the checks of a restore look at: facts about the point, its container and the target, gathered beforehand. */
import type { Words } from '../../../shared/words.ts';
import type { Container } from '../../engines/container.ts';
import type { NetworkFacts } from '../../engines/engine.ts';
import { checksOf } from '../../preflight/check.ts';
import type { HostView } from '../../preflight/subject.ts';
import type { Description } from '../restore-point.ts';
import type { Allotted } from './allot.ts';
import type { PointImage } from './point-reader.ts';
import type { Standing } from './standing.ts';

export interface RestoreSubject {
  /** As it is defined, under the name that it gets, and without the ports that what makes way has now. */
  readonly container: Container;
  readonly description: Description;
  readonly image: PointImage;
  readonly target: HostView;
  /** On the target, without the addresses of what makes way. */
  readonly networks: readonly NetworkFacts[];
  /** Devices that the container was given and the target lacks. */
  readonly missingDevices: readonly string[];
  readonly standing: readonly Standing[];
  readonly isReplacing: boolean;
  /** Why the host where the point was taken cannot be asked; undefined if it was. */
  readonly originSilence: Words | undefined;
  readonly allotted: Allotted;
  readonly wantsMemory: boolean;
}

export const restoreCheck = checksOf<RestoreSubject>();
