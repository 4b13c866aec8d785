/**
 * Restore points that are being taken, whichever screen is shown: those that this window has asked for, and those of other windows and of
 * policies, as far as they tell how they go.
 */
import { create } from 'zustand';
import type { EventPayload, Output } from '../../shared/contract.ts';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import { containerKey } from './container-key.ts';
import { on, station, whileConnected } from './station.ts';

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
export const useTakes = create<Readonly<Record<string, Take>>>()(() => ({}));

const underWay = new Map<string, AbortController>();

const begunElsewhere: Take = {
  isOurs: false,
  progress: undefined,
  isUnderWay: true,
  isStopping: false,
  taken: undefined,
  error: undefined,
};

on('backup.progress', (progress) => {
  const key = containerKey(progress.host, progress.container);
  if (!underWay.has(key)) useTakes.setState({ [key]: { ...begunElsewhere, progress } });
});
// What came of it was told where it was asked for.
on('backup.ended', ({ host, container }) => {
  const key = containerKey(host, container);
  if (!underWay.has(key)) forgetKey(key);
});
// Whether those of others have ended meanwhile was not heard.
whileConnected(() => {
  for (const [key, { isOurs }] of Object.entries(useTakes.getState())) if (!isOurs) forgetKey(key);
});

/** Does nothing while one of that container is under way. */
export async function takePoint(host: string, container: string, comment: string): Promise<void> {
  const key = containerKey(host, container);
  if (underWay.has(key)) return;
  const controller = new AbortController();
  underWay.set(key, controller);
  const begun: Take = { ...begunElsewhere, isOurs: true };
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
  forgetKey(containerKey(host, container));
}

function forgetKey(key: string): void {
  const { [key]: _, ...others } = useTakes.getState();
  useTakes.setState(others, true);
}

function change(key: string, take: Partial<Take>): void {
  useTakes.setState((takes) => {
    const before = takes[key];
    return { [key]: before === undefined ? (take as Take) : { ...before, ...take } };
  });
}
