/**
 * Carries a move out: every step journaled as intent before and outcome after, and taken back in the opposite order
 * when one fails before the commit.
 */
import { performance } from 'node:perf_hooks';
import { asShiplockError, type ShiplockError, toErrorData } from '../../shared/errors.ts';
import { resumeByRelay } from './direct-route.ts';
import { endedOnTarget } from './ended-on-target.ts';
import { Losses } from './losses.ts';
import type { Move } from './move.ts';
import { forgetDeclined } from './rescue-decision.ts';
import {
  needsAttention,
  notTidied,
  pointOf,
  remarkOnDiscarded,
  rolledBack,
  runningOn,
  targetLeftOut,
} from './outcome.ts';
import { offersRescue } from './source-loss.ts';
import type { Step, StepName } from './step.ts';
import { stateOf } from './step-state.ts';
import { steps } from './steps/index.ts';

/** How long a move waits for a link that broke before the freeze: the container runs meanwhile, so it costs little. */
const beforeFreezeMs = 120_000;

/** Runs what is left of the move. Resolves when the run has ended, well or not; the journal says which. */
export async function goForward(move: Move): Promise<void> {
  for (const step of steps) {
    if (stateOf(move, step.name) === 'done') continue;
    try {
      if (!isCommitted(move)) move.signal.throwIfAborted();
      await act(move, step);
    } catch (thrown) {
      const error = asShiplockError(thrown);
      if (isCommitted(move)) leaveForLater(move, error);
      else if (!(await offersRescue(move))) await goBack(move, error);
      return;
    }
  }
  const ended = await endedOnTarget(move);
  const report = { ...move.log.save(), bytesPerSecond: move.rate.bytesPerSecond };
  move.journal.runs.finish(move.run, 'committed', { report, ...(ended && { error: toErrorData(ended) }) });
}

/** Undoes what was done of the move and ends the run as rolled back, or as one that needs attention. */
export async function goBack(move: Move, reason: ShiplockError): Promise<void> {
  move.signal = new AbortController().signal;
  // Both ends at once: a host that is gone must not keep the other one's container waiting.
  const reached = { source: reach(move.source, move), target: reach(move.target, move) };
  const troubles: ShiplockError[] = [];
  let stuckIn: StepName | undefined;
  for (const step of wayBack) {
    const state = stateOf(move, step.name);
    if (state === undefined || state === 'undone') continue;
    // Left for when it answers: then the run goes on from here.
    if (move.isWithoutTarget && endsOf(step.name).includes('target')) continue;
    try {
      if (step.undo) {
        await Promise.all(endsOf(step.name).map((end) => reached[end]));
        await reconnecting(move, endsOf(step.name), () => step.undo?.(move));
      }
      move.journal.steps.undone(move.run, step.name);
      tell(move, step.name, 'undone');
    } catch (thrown) {
      troubles.push(asShiplockError(thrown));
      if (!step.guardsSource && !isLastCopy(move, step)) continue;
      stuckIn = step.name;
      break;
    }
  }
  if (move.isWithoutTarget) troubles.push(targetLeftOut(move));
  // Before the run is finished: nothing is done for one that nobody owns.
  else if (troubles.length > 0) await forgetDeclined(move);
  if (troubles.length === 0) {
    const stateNow = await stateOnSource(move);
    remarkOnDiscarded(move);
    move.journal.runs.finish(move.run, 'rolled-back', {
      error: toErrorData(rolledBack(move, reason, stateNow)),
      report: move.log.save(),
    });
    return;
  }
  const error = needsAttention(move, reason, troubles, stuckIn);
  move.journal.runs.finish(move.run, 'attention', { error: toErrorData(error), report: move.log.save() });
}

/**
 * The source cannot be reached, and the target has what the container could be started from: it may be all that is left
 * of it, so it is kept until the source has answered. Before the freeze, a user who takes the move back may decline it.
 */
const isLastCopy = (move: Move, { name }: Step): boolean =>
  (name === 'freeze' || (name === 'rounds' && !move.isDeclined)) && pointOf(move) !== undefined;

/** True from the moment the decision is in the journal. */
export function isCommitted(move: Move): boolean {
  const state = stateOf(move, 'commit');
  return state !== undefined && state !== 'undone';
}

async function act(move: Move, step: Step): Promise<void> {
  const began = performance.now();
  move.journal.steps.intend(move.run, step.name);
  tell(move, step.name, 'began');
  try {
    if (isCommitted(move)) await reconnecting(move, ['source', 'target'], () => step.run(move));
    // The target may run its copy by now: whether it does is worth waiting for.
    else if (hasLeave(step)) await reconnecting(move, ['target'], () => step.run(move));
    else if (isBeforeFreeze(step)) await outlastingLosses(move, () => step.run(move));
    else await step.run(move);
  } catch (thrown) {
    move.journal.steps.fail(move.run, step.name, toErrorData(thrown), Math.round(performance.now() - began));
    tell(move, step.name, 'failed');
    throw thrown;
  }
  move.journal.steps.succeed(move.run, step.name, { ms: Math.round(performance.now() - began) });
  tell(move, step.name, 'done');
}

function tell(move: Move, step: StepName, state: 'began' | 'done' | 'failed' | 'undone'): void {
  move.events.step({ run: move.run, step, state, runningOn: runningOn(move) });
}

/**
 * The opposite order, but for the freeze and what else may hold the source's copy paused: as soon as no copy on the
 * target can run, the source's goes on, before anything is cleared away that may have to wait for a host. Then the
 * direct route, so that nothing arrives any more where things are being cleared away.
 */
const early: readonly StepName[] = ['freeze', 'rounds', 'route'];
const wayBack: readonly Step[] = [
  ...steps.filter(({ guardsSource }) => guardsSource),
  ...early.flatMap((first) => steps.filter(({ name }) => name === first)),
  ...steps.filter(({ name, guardsSource }) => !guardsSource && !early.includes(name)).reverse(),
];

const hasLeave = ({ name }: Step): boolean => name === 'resume' || name === 'check';

function endsOf(name: StepName): ('source' | 'target')[] {
  if (name === 'mark' || name === 'freeze' || name === 'rounds') return ['source'];
  if (name === 'fence') return [];
  if (name === 'workspace' || name === 'route' || name === 'resume') return ['source', 'target'];
  return ['target'];
}

/** What must happen sooner or later, now if it can: a link that breaks over it is given time to come back, once. */
async function reconnecting(
  move: Move,
  ends: readonly ('source' | 'target')[],
  work: () => Promise<void> | undefined,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (asShiplockError(thrown).code !== 'link-lost') throw thrown;
    await Promise.all(ends.map((end) => move[end].connectWithin(move.patienceMs)));
    await work();
  }
}

/**
 * Before the freeze, `work` is repeated after the link came back, for as long as it gets on. Cancelling ends the wait; so
 * does a wait too long.
 */
async function outlastingLosses(move: Move, work: () => Promise<void>): Promise<void> {
  const ends = [move.source, move.target];
  const planned = Object.values(move.plan.shown.bytes).reduce((sum, bytes) => sum + bytes, 0);
  const losses = new Losses(move.log.totalBytes, planned);
  for (;;) {
    try {
      await work();
      return;
    } catch (thrown) {
      // A step may see a lost link as a failure of its own, of a transfer for instance.
      const isLinkLost = asShiplockError(thrown).code === 'link-lost' || ends.some(({ isLost }) => isLost);
      if (!isLinkLost || move.signal.aborted || !losses.isForgiven(move.log.totalBytes)) throw thrown;
    }
    await Promise.all(ends.map((end) => end.connectWithin(beforeFreezeMs, move.signal)));
    await resumeByRelay(move, {
      en: 'A link was lost, and the relay went on.',
      zh: '连接曾中断，之后经中继继续。',
    });
  }
}

function isBeforeFreeze({ name }: Step): boolean {
  const position = (wanted: StepName): number => steps.findIndex((step) => step.name === wanted);
  return position(name) < position('freeze');
}

/** A promise that may be waited for several times, or not at all. */
function reach(side: Move['source'], { patienceMs }: Move): Promise<void> {
  const reached = side.connectWithin(patienceMs);
  reached.catch(() => undefined);
  return reached;
}

function leaveForLater(move: Move, error: ShiplockError): void {
  const attention = toErrorData(notTidied(move, error));
  move.journal.runs.finish(move.run, 'attention', { error: attention, report: move.log.save() });
}

/** What the engine says of the container after the way back; undefined when it cannot be asked. */
async function stateOnSource({ source, sourceId }: Move): Promise<string | undefined> {
  try {
    return (await source.engine.container(sourceId))?.state ?? 'gone';
  } catch {
    return undefined;
  }
}
