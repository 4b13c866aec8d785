/**
 * Rescue: the source is gone for good, and the container is started on the target from the last round that arrived there.
 *
 * The decision is the intent of the step `commit` with the point in its notes, written before anything is done: whatever
 * dies after it, recovery goes forward, and a source that comes back never runs the container again. Its copy is parked,
 * not removed, since it may hold what is newer than the point.
 */
import { performance } from 'node:perf_hooks';
import { type ShiplockError, toErrorData } from '../../shared/errors.ts';
import type { RescuePoint } from '../../shared/model.ts';
import { removeDirectFromTarget } from '../transfer/direct.ts';
import { stateOf } from './step-state.ts';
import { asBefore } from './outcome.ts';
import type { Move } from './move.ts';
import { rescueOf, withdrawNeedless } from './rescue-decision.ts';
import { notFinished, sourceIsOut } from './rescue-outcome.ts';
import { rescuePointOf } from './rescue-point.ts';
import { parkSourceCopy, tidySource } from './rescue-source.ts';
import { lookAfter, startFromPoint } from './rescue-start.ts';
import { reachSource, wayLost } from './source-loss.ts';
import type { StepName } from './step.ts';
import { commit } from './steps/commit.ts';
import { closeWorkspace } from './workspace.ts';

export interface AgreedRescue {
  /** The point's `at`: what the user was told, and agreed to. */
  readonly point: string;
  /** False: the programs start anew, also where there is memory. */
  readonly withMemory: boolean;
}

/** Throws 'usage' when there is nothing to rescue, or another point than agreed to; the run is then as it was. */
export async function rescue(move: Move, agreed: AgreedRescue): Promise<void> {
  await withdrawNeedless(move);
  const before = rescueOf(move);
  const point = before ?? (await pointToRescue(move));
  if (point.at !== agreed.point) {
    const text = {
      en: `The point of ${move.run} is ${point.at}, not ${agreed.point}.`,
      zh: `${move.run} 的救援点是 ${point.at}，不是 ${agreed.point}。`,
    };
    throw asBefore(move, text, {
      en: `Look at the run again: shiplock show ${move.run}`,
      zh: `请重新查看该任务：shiplock show ${move.run}`,
    });
  }
  const decided = agreed.withMemory ? point : withoutMemory(point);
  if (before === undefined) move.journal.steps.intend(move.run, 'commit', { rescue: decided });
  if (stateOf(move, 'commit') === 'intent') move.note('commit', { rescue: decided });
  await finishRescue(move, decided);
}

/**
 * Starts it if it was not, and clears up on every host that can be reached. Safe to repeat. `isSourceGone`: the user says
 * that the source will never be back, so that nothing is left to be done there.
 */
export async function finishRescue(move: Move, point: RescuePoint, isSourceGone = false): Promise<void> {
  move.signal = new AbortController().signal;
  const reached = reachSource(move);
  reached.catch(() => undefined);
  let isSourceThere = false;
  try {
    await move.target.connectWithin(move.patienceMs);
    isSourceThere = (await reached) === 'there';
    // From a source that was only cut off, something might still be arriving.
    if (move.recall('route').isOpened) await removeDirectFromTarget(move.target.session, move.plan.key);
    // Before the target's copy may run.
    if (isSourceThere) await acting(move, 'retire', () => parkSourceCopy(move));
    await acting(move, 'resume', () => startFromPoint(move, point));
    await acting(move, 'check', () => lookAfter(move));
    await acting(move, 'commit', () => commit.run(move));
    await closeWorkspace(move.target.session, move.plan.key);
    if (isSourceThere) await acting(move, 'tidy', () => tidySource(move));
  } catch (thrown) {
    finish(move, 'attention', notFinished(move, thrown));
    return;
  }
  if (!isSourceThere && !isSourceGone) return finish(move, 'attention', sourceIsOut(move, point));
  if (!isSourceThere) {
    const { source, plan } = move;
    move.log.remark({
      en: `${source.host} was given up. Should it be back after all, remove ${plan.container.name} there.`,
      zh: `已放弃 ${source.host}。如果它又恢复了，请删除那里的 ${plan.container.name}。`,
    });
  }
  finish(move, 'committed');
}

async function pointToRescue(move: Move): Promise<RescuePoint> {
  const { run, source, plan } = move;
  const point = rescuePointOf(move.journal.steps.of(run));
  const isCommitted = ![undefined, 'undone'].includes(stateOf(move, 'commit'));
  if (point === undefined || isCommitted) {
    const text = {
      en: `There is no complete round of ${run} to start ${plan.container.name} from.`,
      zh: `${run} 没有完整的一轮可用于启动 ${plan.container.name}。`,
    };
    throw asBefore(move, text, {
      en: `Go on with the run: shiplock resume ${run}`,
      zh: `继续该任务：shiplock resume ${run}`,
    });
  }
  if ((await wayLost(move)) === undefined) {
    const text = {
      en: `${source.host} answers, and has ${plan.container.name}: nothing is to be rescued.`,
      zh: `${source.host} 有应答，${plan.container.name} 也在：无需救援。`,
    };
    throw asBefore(move, text, {
      en: `Go on with the move: shiplock resume ${run}, or take it back: shiplock rollback ${run}`,
      zh: `继续迁移：shiplock resume ${run}；或回滚：shiplock rollback ${run}`,
    });
  }
  return point;
}

const withoutMemory = (point: RescuePoint): RescuePoint =>
  point.hasMemory ? { ...point, hasMemory: false, missing: [startedAnew, ...point.missing] } : point;

const startedAnew = { en: 'its memory: its programs start anew', zh: '内存：其程序将重新启动' };

/** A step of a move, journaled as one. What is done already is not repeated. */
async function acting(move: Move, step: StepName, work: () => Promise<void>): Promise<void> {
  if (stateOf(move, step) === 'done') return;
  const { steps } = move.journal;
  const began = performance.now();
  const passed = (): number => Math.round(performance.now() - began);
  const tell = (state: 'began' | 'done' | 'failed'): void => {
    const runningOn = stateOf(move, 'resume') === 'done' ? move.target.host : null;
    move.events.step({ run: move.run, step, state, runningOn });
  };
  if (stateOf(move, step) !== 'intent') steps.intend(move.run, step);
  tell('began');
  try {
    await work();
  } catch (thrown) {
    // The decision stays: only its own step is never failed.
    if (step !== 'commit') steps.fail(move.run, step, toErrorData(thrown), passed());
    tell('failed');
    throw thrown;
  }
  steps.succeed(move.run, step, { ms: passed() });
  tell('done');
}

function finish(move: Move, state: 'committed' | 'attention', error?: ShiplockError): void {
  const report = move.log.save();
  move.journal.runs.finish(
    move.run,
    state,
    error === undefined ? { report } : { error: toErrorData(error), report },
  );
}
