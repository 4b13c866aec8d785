/** Everything that is to be known before a move: both hosts and the container looked at, and every check made. */
import type { Container } from '../engines/container.ts';
import type { Found } from './check.ts';
import { hostChecks, moveChecks } from './checks/index.ts';
import { type End, gather, gatherHost } from './gather.ts';
import { allOf, runChecks } from './run-checks.ts';
import { type HostView, type PlannedFrom, plannedFrom } from './subject.ts';

/** Called when a check has been made, whatever it found. `host`: of a check that is made of each. */
export type OnChecked = (check: string, found: readonly Found[], host?: string) => void;

export interface Preflight<Facts> {
  readonly facts: Facts;
  readonly found: readonly Found[];
}

/** Changes nothing on either host. Throws what keeps it from being made at all, a lost link for instance. */
export async function preflightOfMove(
  source: End,
  target: End,
  container: Container,
  { replaceData, onChecked }: { replaceData: boolean; onChecked?: OnChecked | undefined },
): Promise<Preflight<PlannedFrom>> {
  const gathering = gather(source, target, container, replaceData);
  const onCheckedOf =
    ({ session }: End) =>
    (check: string, found: readonly Found[]): void =>
      onChecked?.(check, found, session.host.name);
  const [facts, ...found] = await Promise.all([
    allOf(gathering.move, plannedFrom),
    runChecks(moveChecks, gathering.move, onChecked),
    runChecks(hostChecks, gathering.source, onCheckedOf(source)),
    runChecks(hostChecks, gathering.target, onCheckedOf(target)),
  ]);
  return { facts, found: found.flat() };
}

/** Of one host, for moves from and to it alike. */
export async function preflightOfHost(end: End): Promise<Preflight<HostView>> {
  const gathering = gatherHost(end, 'alone');
  const [facts, found] = await Promise.all([gathering.view, runChecks(hostChecks, gathering)]);
  return { facts, found };
}
