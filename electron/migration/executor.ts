/**
 * Carries a move out: every step journaled as intent before and outcome after, and taken back in the opposite order
 * when one fails before the commit.
 */
import { performance } from 'node:perf_hooks';
import { asShiplockError, ShiplockError, toErrorData } from '../../shared/errors.ts';
import type { StepState } from '../../shared/model.ts';
import { resumeByRelay } from './direct-route.ts';
import type { Move } from './move.ts';
import { hostRunning } from './report.ts';
import type { Step, StepName } from './step.ts';
import { steps } from './steps/index.ts';

/** How long the way back tries to reach a host again before it leaves the rest to `resume`. */
const reconnectMs = 20_000;
/** How long a move waits for a link that broke before the freeze: the container runs meanwhile, so it costs little. */
const patienceMs = 120_000;
/** How often a step may lose its link before the link is not worth waiting for. */
const maxLosses = 10;

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
      else await goBack(move, error);
      return;
    }
  }
  move.journal.runs.finish(move.run, 'committed', { report: move.log.save() });
}

/** Undoes what was done of the move and ends the run as rolled back, or as one that needs attention. */
export async function goBack(move: Move, reason: ShiplockError): Promise<void> {
  move.signal = new AbortController().signal;
  // Both ends at once: a host that is gone must not keep the other one's container waiting.
  const reached = { source: reach(move.source), target: reach(move.target) };
  const troubles: ShiplockError[] = [];
  let isSourceGuarded = false;
  for (const step of wayBack) {
    const state = stateOf(move, step.name);
    if (state === undefined || state === 'undone') continue;
    try {
      if (step.undo) {
        await Promise.all(endsOf(step.name).map((end) => reached[end]));
        await reconnecting(move, endsOf(step.name), () => step.undo?.(move));
      }
      move.journal.steps.undone(move.run, step.name);
      tell(move, step.name, 'undone');
    } catch (thrown) {
      troubles.push(asShiplockError(thrown));
      if (!step.guardsSource) continue;
      isSourceGuarded = true;
      break;
    }
  }
  if (troubles.length === 0) {
    const stateNow = await stateOnSource(move);
    move.journal.runs.finish(move.run, 'rolled-back', {
      error: toErrorData(rolledBack(move, reason, stateNow)),
      report: move.log.save(),
    });
    return;
  }
  const error = needsAttention(move, reason, troubles, isSourceGuarded);
  move.journal.runs.finish(move.run, 'attention', { error: toErrorData(error), report: move.log.save() });
}

/** True from the moment the decision is in the journal. */
export function isCommitted(move: Move): boolean {
  const state = stateOf(move, 'commit');
  return state !== undefined && state !== 'undone';
}

export function stateOf(move: Move, name: StepName): StepState | undefined {
  return move.journal.steps.of(move.run).find((step) => step.name === name)?.state;
}

async function act(move: Move, step: Step): Promise<void> {
  const began = performance.now();
  move.journal.steps.intend(move.run, step.name);
  tell(move, step.name, 'began');
  try {
    if (isCommitted(move)) await reconnecting(move, ['source', 'target'], () => step.run(move));
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

/** The host on which the container runs as far as the journal knows; null while it is frozen. */
export function runningOn(move: Move): string | null {
  return hostRunning(move.journal.runs.get(move.run), move.journal.steps.of(move.run));
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

function endsOf(name: StepName): ('source' | 'target')[] {
  if (name === 'mark' || name === 'freeze' || name === 'rounds') return ['source'];
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
    await Promise.all(ends.map((end) => move[end].connectWithin(reconnectMs)));
    await work();
  }
}

/** Before the freeze, `work` is repeated after the link came back. Cancelling ends the wait; so does a wait too long. */
async function outlastingLosses(move: Move, work: () => Promise<void>): Promise<void> {
  const ends = [move.source, move.target];
  for (let losses = 1; ; losses += 1) {
    try {
      await work();
      return;
    } catch (thrown) {
      // A step may see a lost link as a failure of its own, of a transfer for instance.
      const isLinkLost = asShiplockError(thrown).code === 'link-lost' || ends.some(({ isLost }) => isLost);
      if (!isLinkLost || move.signal.aborted || losses > maxLosses) throw thrown;
    }
    await Promise.all(ends.map((end) => end.connectWithin(patienceMs, move.signal)));
    await resumeByRelay(move, 'A link was lost, and the relay went on.');
  }
}

function isBeforeFreeze({ name }: Step): boolean {
  const position = (wanted: StepName): number => steps.findIndex((step) => step.name === wanted);
  return position(name) < position('freeze');
}

/** A promise that may be waited for several times, or not at all. */
function reach(side: Move['source']): Promise<void> {
  const reached = side.connectWithin(reconnectMs);
  reached.catch(() => undefined);
  return reached;
}

function leaveForLater(move: Move, error: ShiplockError): void {
  const attention = new ShiplockError(
    'attention',
    `The move is done, but tidying up did not finish. ${error.message}`,
    {
      state: `${move.target.host} runs ${move.plan.container.name}. The copy on ${move.source.host} is paused or gone and will not run again.`,
      remedy: `When both hosts can be reached: shiplock resume ${move.run}`,
      details: error.details,
    },
  );
  move.journal.runs.finish(move.run, 'attention', { error: toErrorData(attention), report: move.log.save() });
}

/** What the engine says of the container after the way back; undefined when it cannot be asked. */
async function stateOnSource({ source, sourceId }: Move): Promise<string | undefined> {
  try {
    return (await source.engine.container(sourceId))?.state ?? 'gone';
  } catch {
    return undefined;
  }
}

function rolledBack(move: Move, reason: ShiplockError, stateNow: string | undefined): ShiplockError {
  const { source, plan } = move;
  if (stateNow !== undefined && stateNow !== 'running') {
    return new ShiplockError('attention', reason.message, {
      state: `${plan.container.name} does not run on ${source.host}: it is ${stateNow} there. It ended by itself or with its host. Nothing of the attempt was left behind.`,
      remedy: `On ${source.host}: docker start ${plan.container.name}`,
      details: reason.details,
    });
  }
  return new ShiplockError(reason.code, reason.message, {
    state: `${move.source.host} runs ${move.plan.container.name} as before; nothing was left behind.`,
    remedy: reason.remedy,
    details: reason.details,
  });
}

function needsAttention(
  move: Move,
  reason: ShiplockError,
  troubles: readonly ShiplockError[],
  isSourceGuarded: boolean,
): ShiplockError {
  const { source, target, plan, run } = move;
  const isFrozen = runningOn(move) === null;
  const known = troubles.find(({ code }) => code === 'attention')?.state;
  const guarded =
    known ??
    `The copy on ${source.host} is paused and safe. It is not known whether ${target.host} runs one, so it stays paused.`;
  const state = isSourceGuarded
    ? guarded
    : isFrozen
      ? `The copy on ${source.host} is paused and safe; ${source.host} cannot be reached to let it run again.`
      : `${source.host} runs ${plan.container.name} as before; something of the attempt is left behind.`;
  return new ShiplockError('attention', `${reason.message} Taking the move back did not finish.`, {
    state,
    remedy: `When both hosts can be reached again: shiplock resume ${run}`,
    details: [reason.details ?? '', ...troubles.map(({ message, details }) => `${message} ${details ?? ''}`)]
      .join('\n')
      .trim(),
  });
}
