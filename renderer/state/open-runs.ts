/** The runs that are under way or need a person, kept up to date while a screen looks on. */
import { create } from 'zustand';
import type { Output } from '../../shared/contract.ts';
import { asShiplockError } from '../../shared/errors.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { on, station, whileConnected } from './station.ts';

export type OpenRun = Output<'runs.list'>[number];

export const useOpenRuns = create<{ readonly runs: readonly OpenRun[] }>()(() => ({ runs: [] }));

/** Keeps `useOpenRuns` up to date until the given function is called. */
export function watchOpenRuns(): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const refresh = oneAtATime(askForThem);
  const leaveConnection = whileConnected(() => {
    refresh();
    // It ends when it is cancelled, and with the connection, after which there is another one.
    station.call('runs.watchAll', {}, { signal }).catch(ignoreEnd);
  });
  const leaveChanges = on('runs.changed', refresh);
  return () => {
    leaveConnection();
    leaveChanges();
    controller.abort();
  };
}

async function askForThem(): Promise<void> {
  const runs = await station.call('runs.list', { states: ['running', 'attention'] }).catch(ignoreEnd);
  if (runs !== undefined) useOpenRuns.setState({ runs });
}

/** The frame tells of a lost connection; what was shown stays. Anything else is a defect and is not hidden. */
function ignoreEnd(thrown: unknown): undefined {
  const error = asShiplockError(thrown);
  if (error.code !== 'cancelled' && error.code !== 'link-lost') throw error;
}
