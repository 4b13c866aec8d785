/** How a container does, as a sign and words. */
import type { ReactNode } from 'react';
import type { ContainerSummary, Severity } from '../../shared/model.ts';
import { useFormat, useSaid } from '../i18n/language.tsx';
import { station } from '../i18n/station.ts';
import { type ContainerState, stateOf } from './container-state.ts';
import { Mark } from './mark.tsx';

interface StateMarkProps {
  readonly container: ContainerSummary;
  /** Nobody knows whether it is still so: it is not shown as well. */
  readonly isOld: boolean;
}

export function StateMark({ container, isOld }: StateMarkProps): ReactNode {
  const said = useSaid(station);
  const { list } = useFormat();
  const { state, health, exitCode } = stateOf(container);
  const name = typeof state === 'string' ? said[state] : state.other;
  const more = [
    ...(health === undefined ? [] : [said[health]]),
    ...(exitCode === undefined ? [] : [said.exitCode(exitCode)]),
  ];
  return (
    <Mark severity={isOld ? 'info' : severityOf({ state, health, exitCode })}>{list([name, ...more])}</Mark>
  );
}

/** Whoever stopped it on purpose needs no alarm; one that ended by itself, or is not well, does. */
function severityOf({ state, health, exitCode }: ContainerState): Severity {
  if (health === 'unhealthy' || state === 'dead') return 'error';
  if (state === 'running') return 'ok';
  return state === 'restarting' || state === 'paused' || (exitCode ?? 0) > 0 ? 'warning' : 'info';
}
