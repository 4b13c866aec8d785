/**
 * Transfers have no limit in time, since data takes as long as it takes; but one over which nothing comes for very long
 * is not under way. Both commands are ended then: a program that hangs, a disk that does not answer.
 */
import { ShiplockError } from '../../shared/errors.ts';
import { formatMs } from '../../shared/units.ts';
import { en, zh } from '../../shared/words.ts';
import type { JoinRequest } from './route.ts';

/**
 * rsync says nothing while it reads a large file that has not changed, and an engine while it stores a layer: a disk
 * reads 90 GB in this time. A lost link is noticed in 20 seconds, and a freeze has a limit of its own.
 */
const defaultStallMs = 900_000;

export interface Stall extends Disposable {
  /** Aborts with the request's signal, and with 'timed-out' when nothing was heard for too long. */
  readonly signal: AbortSignal;
  /** To be called whenever something comes. */
  readonly heard: () => void;
}

export function watchForStall({
  what,
  signal,
  stallMs = defaultStallMs,
}: Pick<JoinRequest, 'what' | 'signal' | 'stallMs'>): Stall {
  const silent = new AbortController();
  const text = {
    en: en`Nothing of ${what} was sent for ${formatMs(stallMs)}.`,
    zh: zh`${formatMs(stallMs)} 内没有传送任何数据：${what}。`,
  };
  const remedy = {
    en: 'Look at both hosts: a disk that does not answer, or a program that hangs.',
    zh: '请查看两台主机：可能有磁盘没有响应，或有程序卡住。',
  };
  const timer = setTimeout(() => silent.abort(new ShiplockError('timed-out', text, { remedy })), stallMs);
  return {
    signal: signal === undefined ? silent.signal : AbortSignal.any([signal, silent.signal]),
    heard: () => void timer.refresh(),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
