/** Restore points that this window has asked for: they go on whichever screen is shown, and each tells how it goes. */
import { create } from 'zustand';
import type { EventPayload, Output } from '../../shared/contract.ts';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import { containerKey } from './container-key.ts';
import { refreshLatestPoints } from './latest-points.ts';
import { station } from './station.ts';

export interface Take {
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

/** Does nothing while one of that container is under way. */
export async function takePoint(host: string, container: string, comment: string): Promise<void> {
  const key = containerKey(host, container);
  if (underWay.has(key)) return;
  const controller = new AbortController();
  underWay.set(key, controller);
  const begun: Take = {
    progress: undefined,
    isUnderWay: true,
    isStopping: false,
    taken: undefined,
    error: undefined,
  };
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
    await refreshLatestPoints();
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
  const { [containerKey(host, container)]: _, ...others } = useTakes.getState();
  useTakes.setState(others, true);
}

function change(key: string, take: Partial<Take>): void {
  useTakes.setState((takes) => {
    const before = takes[key];
    return { [key]: before === undefined ? (take as Take) : { ...before, ...take } };
  });
}
