/** Restore points that other windows or policies have asked for, among those that a window shows: it hears of them by events alone. */
import type { EventPayload, Output } from '../../shared/contract.ts';
import type { ShiplockError } from '../../shared/errors.ts';
import { containerKey } from './container-key.ts';

export interface Take {
  /** This window has asked for it, and can stop it. */
  readonly isOurs: boolean;
  readonly progress: EventPayload<'backup.progress'> | undefined;
  readonly isUnderWay: boolean;
  /** It was told to stop. */
  readonly isStopping: boolean;
  readonly taken: Output<'backups.take'> | undefined;
  readonly error: ShiplockError | undefined;
}

/** By `containerKey`: the last of each container. */
export type Takes = Readonly<Record<string, Take>>;

export const begun: Take = {
  isOurs: true,
  progress: undefined,
  isUnderWay: true,
  isStopping: false,
  taken: undefined,
  error: undefined,
};

/** One that goes on, unless this window carries it: that one hears of it in its call. */
export function withOther(takes: Takes, progress: EventPayload<'backup.progress'>): Takes {
  const key = containerKey(progress.host, progress.container);
  return isOursNow(takes[key]) ? takes : { ...takes, [key]: { ...begun, isOurs: false, progress } };
}

/** What came of it is told where it was asked for. */
export function withoutEnded(takes: Takes, { host, container }: EventPayload<'backup.ended'>): Takes {
  const key = containerKey(host, container);
  return takes[key]?.isOurs === false ? without(takes, key) : takes;
}

/** After the connection was lost: whether they have ended meanwhile was not heard. */
export const withoutOthers = (takes: Takes): Takes =>
  Object.fromEntries(Object.entries(takes).filter(([, { isOurs }]) => isOurs));

export function without(takes: Takes, key: string): Takes {
  const { [key]: _, ...others } = takes;
  return others;
}

const isOursNow = (take: Take | undefined): boolean => take?.isOurs === true && take.isUnderWay;
