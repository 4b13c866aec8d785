/**
 * The dump of a round, from when it is taken until the target has it. Over a slow link that may take hours and many
 * losses: the same dump is sent on each time, so that nothing that has arrived has to go twice. What the container
 * changed since is for the next round, or the freeze.
 */
import type { Round } from '../../shared/model.ts';
import type { Move } from './move.ts';
import type { UnsentDump } from './step.ts';

/** The dump that was under way when the link or this process was lost, if it is still there. */
export async function unsentDump(move: Move): Promise<UnsentDump | undefined> {
  const { sending } = move.recall('rounds');
  if (!sending) return undefined;
  const there = await move.source.session.exec(['test', '-d', sending.images], { allowFailure: true });
  return there.status === 0 ? sending : undefined;
}

/** Notes a dump that was taken just now, and is whole on the source. */
export function takenDump(
  move: Move,
  dump: Omit<UnsentDump, 'attempts' | 'takenAt' | 'bytesBefore'>,
): UnsentDump {
  const unsent = { ...dump, attempts: 0, takenAt: Date.now(), bytesBefore: move.log.bytesSent.memory };
  move.note('rounds', { sending: unsent });
  return unsent;
}

/** Sends it by `send` and times that for the route's rate; the round is from the dump on, all attempts together. */
export async function sendDump(
  move: Move,
  unsent: UnsentDump,
  arrived: { basis: string } | { chain: number },
  send: (attempt: number) => Promise<unknown>,
): Promise<Round> {
  const attempts = unsent.attempts + 1;
  const before = move.log.bytesSent.memory;
  const began = performance.now();
  // Known before it is begun: what is cut short is gone on with in another way than it was begun.
  move.note('rounds', { sending: { ...unsent, attempts } });
  await send(attempts);
  move.note('rounds', { ...arrived, sending: null });
  const sent = move.log.bytesSent.memory;
  // What is mostly compared tells nothing of the route.
  if (unsent.before !== 'other') move.rate.note(sent - before, performance.now() - began);
  return {
    kind: 'memory',
    ms: Date.now() - unsent.takenAt + unsent.pausedMs,
    pausedMs: unsent.pausedMs,
    // In another process than the one that took the dump the count begins anew.
    bytes: Math.max(0, sent - Math.min(unsent.bytesBefore, before)),
  };
}
