/** How a run that did not go through ended, in words: what happened, where the container is, what to do. */
import { ShiplockError, toErrorData } from '../../shared/errors.ts';
import type { RescuePoint } from '../../shared/model.ts';
import { leaseSeconds } from './lease.ts';
import type { Move } from './move.ts';
import { hostRunning } from './report.ts';
import { rescuePointOf } from './rescue-point.ts';
import { wayOut } from './source-loss.ts';
import type { StepName } from './step.ts';
import { stateOf } from './step-state.ts';

/** The host on which the container runs as far as the journal knows; null while it is frozen. */
export function runningOn(move: Move): string | null {
  return hostRunning(move.journal.runs.get(move.run), move.journal.steps.of(move.run));
}

/** What the target could start the container from, by the journal. */
export const pointOf = (move: Move): RescuePoint | undefined =>
  rescuePointOf(move.journal.steps.of(move.run));

/** After the commit. */
export function notTidied({ source, target, plan, run }: Move, error: ShiplockError): ShiplockError {
  return new ShiplockError('attention', `The move is done, but tidying up did not finish. ${error.message}`, {
    state: `${target.host} runs ${plan.container.name}. The copy on ${source.host} is paused or gone and will not run again.`,
    remedy: `When both hosts can be reached: shiplock resume ${run}`,
    details: error.details,
  });
}

/** `stateNow`: of the container on the source, by its engine; undefined if it could not be asked. */
export function rolledBack(move: Move, reason: ShiplockError, stateNow: string | undefined): ShiplockError {
  const { source, plan } = move;
  if (stateNow !== undefined && stateNow !== 'running') {
    return new ShiplockError('attention', reason.message, {
      state: `${plan.container.name} does not run on ${source.host}: it is ${stateNow} there. It ended by itself or with its host. Nothing of the attempt was left behind.`,
      remedy: `On ${source.host}: docker start ${plan.container.name}`,
      details: reason.details,
    });
  }
  const how = move.isStartedAnew
    ? 'started anew: it ended with its host meanwhile, and its memory is lost'
    : 'as before';
  return new ShiplockError(reason.code, reason.message, {
    state: `${source.host} runs ${plan.container.name} ${how}; nothing was left behind.`,
    remedy: reason.remedy,
    details: reason.details,
  });
}

/** `stuckIn`: the step that could not be taken back, and with it those that come after it on the way back. */
export function needsAttention(
  move: Move,
  reason: ShiplockError,
  troubles: readonly ShiplockError[],
  stuckIn: StepName | undefined,
): ShiplockError {
  const { run } = move;
  const point = isSourceSilent(stuckIn) ? pointOf(move) : undefined;
  const rescue = point && wayOut(move, point);
  const known = troubles.find(({ code }) => code === 'attention');
  return new ShiplockError('attention', `${reason.message} Taking the move back did not finish.`, {
    state: known?.state ?? [stateLeft(move, stuckIn), rescue?.state ?? ''].join(' ').trim(),
    remedy: known?.remedy ?? [remedyLeft(move, stuckIn, run), rescue?.remedy ?? ''].join('\n').trim(),
    details: [reason.details ?? '', ...troubles.map(({ message, details }) => `${message} ${details ?? ''}`)]
      .join('\n')
      .trim(),
  });
}

const isSourceSilent = (stuckIn: StepName | undefined): boolean =>
  stuckIn === 'freeze' || stuckIn === 'rounds';

function stateLeft(move: Move, stuckIn: StepName | undefined): string {
  const { source, target, plan } = move;
  const { name } = plan.container;
  if (stuckIn !== undefined && !isSourceSilent(stuckIn))
    return `The copy on ${source.host} is paused and safe. It is not known whether ${target.host} runs one, so it stays paused.`;
  if (stuckIn === 'rounds') return `${source.host} had ${name}, and cannot be reached.`;
  if (runningOn(move) !== null)
    return `${source.host} runs ${name} as before; something of the attempt is left behind.`;
  const state = stateOf(move, 'fence');
  const frozen =
    state === undefined || state === 'undone'
      ? `${source.host} cannot be reached. Unless it lost its power, it lets ${name} go on by itself within ${leaseSeconds} s.`
      : `The copy on ${source.host} is paused and safe; ${source.host} cannot be reached to let it run again.`;
  const kept = `${target.host} does not run it, and keeps what arrived of it.`;
  return stuckIn === 'freeze' ? `${frozen} ${kept}` : frozen;
}

function remedyLeft({ target, source }: Move, stuckIn: StepName | undefined, run: string): string {
  const later = `When both hosts can be reached again: shiplock resume ${run}`;
  if (stuckIn === undefined || isSourceSilent(stuckIn)) return later;
  return `${later}\nIf ${target.host} is off and stays off: shiplock rollback ${run} --without-target lets the copy on ${source.host} go on.`;
}

export function targetLeftOut({ source, target, plan, run }: Move): ShiplockError {
  return new ShiplockError('attention', `${target.host} was left out, as asked.`, {
    state: `${source.host} runs ${plan.container.name} as before. What the move left on ${target.host} is still there; it must not be started.`,
    remedy: `When ${target.host} can be reached again: shiplock resume ${run}`,
  });
}

/** For the report: the source's copy goes on from the freeze, whatever the target's did since. */
export function remarkOnDiscarded(move: Move): void {
  if (move.recall('resume').hasRun !== true) return;
  const frozen = move.journal.steps.of(move.run).find(({ name }) => name === 'freeze');
  const { source, target, plan } = move;
  move.log.remark(
    `${plan.container.name} goes on on ${source.host} from where it was frozen, at ${frozen?.startedAt}. What its copy on ${target.host} did after that, until it was taken back, is not part of it.`,
  );
}

/** A refusal that leaves the run as it was found. */
export function asBefore(move: Move, words: string, remedy: string): ShiplockError {
  const refusal = new ShiplockError('usage', words, { state: 'Nothing was changed.', remedy });
  const error = move.journal.runs.get(move.run).error ?? toErrorData(refusal);
  move.journal.runs.finish(move.run, 'attention', { error, report: move.log.save() });
  return refusal;
}
