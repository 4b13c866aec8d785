/**
 * Restore points that are being taken, whichever screen is shown: those that this window has asked for, and those of other windows and of
 * policies, as far as they tell how they go.
 */
import { create } from 'zustand';
import { asShiplockError } from '../../shared/errors.ts';
import { containerKey } from './container-key.ts';
import { on, station, whileConnected } from './station.ts';
import {
  begun,
  type Take,
  type Takes,
  without,
  withoutEnded,
  withoutOthers,
  withOther,
} from './takes-of-others.ts';

export const useTakes = create<Takes>()(() => ({}));

const underWay = new Map<string, AbortController>();

const become = (change: (takes: Takes) => Takes): void =>
  useTakes.setState(change(useTakes.getState()), true);

on('backup.progress', (progress) => become((takes) => withOther(takes, progress)));
on('backup.ended', (ended) => become((takes) => withoutEnded(takes, ended)));
whileConnected(() => become(withoutOthers));

/** Does nothing while one of that container is under way. */
export async function takePoint(host: string, container: string, comment: string): Promise<void> {
  const key = containerKey(host, container);
  if (underWay.has(key)) return;
  const controller = new AbortController();
  underWay.set(key, controller);
  change(key, begun);
  try {
    const taken = await station.call(
      'backups.take',
      { container, from: host, ...(comment === '' ? {} : { comment }) },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.event === 'backup.progress') change(key, { progress: event });
        },
      },
    );
    change(key, { ...begun, isUnderWay: false, taken });
  } catch (thrown) {
    change(key, { ...begun, isUnderWay: false, error: asShiplockError(thrown) });
  } finally {
    underWay.delete(key);
  }
}

export function cancelTake(host: string, container: string): void {
  const key = containerKey(host, container);
  if (!underWay.has(key)) return;
  change(key, { isStopping: true });
  underWay.get(key)?.abort();
}

/** Of one that has ended: it was read. */
export function forgetTake(host: string, container: string): void {
  become((takes) => without(takes, containerKey(host, container)));
}

function change(key: string, take: Partial<Take>): void {
  useTakes.setState((takes) => {
    const before = takes[key];
    return { [key]: before === undefined ? (take as Take) : { ...before, ...take } };
  });
}
