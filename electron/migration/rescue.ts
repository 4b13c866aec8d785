/**
 * Rescue: the source is gone for good, and the container is started on the target from the last round that arrived there.
 *
 * The decision is the intent of the step `commit` with the point in its notes, written before anything is done: whatever
 * dies after it, recovery goes forward, and a source that comes back never runs the container again. Its copy is parked,
 * not removed, since it may hold what is newer than the point.
 */
import { performance } from 'node:perf_hooks';
import { restoreFailure } from '../checkpoint/restore-failure.ts';
import {
  awaitCheckpoint,
  forgetCheckpoint,
  forgetUnlessLetGo,
  letGo,
  stopWaiting,
} from '../checkpoint/shim.ts';
import { hasImages, unpackFiles } from '../checkpoint/unpack-files.ts';
import { asShiplockError, ShiplockError, toErrorData } from '../../shared/errors.ts';
import type { RescuePoint } from '../../shared/model.ts';
import { inLanguage, joinWords, partsBetween, sentences } from '../../shared/words.ts';
import { removeDirectFromTarget } from '../transfer/direct.ts';
import { closeDirectRoute } from './direct-route.ts';
import { stateOf } from './step-state.ts';
import { asBefore } from './outcome.ts';
import { placeLog } from './log-place.ts';
import { imagesOnTarget } from './memory.ts';
import type { Move } from './move.ts';
import { parcelsOf } from './parcels.ts';
import { parkSource, unpark } from './park.ts';
import { keptPlaces, rescuePointOf } from './rescue-point.ts';
import { reachSource, wayLost } from './source-loss.ts';
import type { StepName } from './step.ts';
import { check } from './steps/check.ts';
import { commit } from './steps/commit.ts';
import { parkedName } from './steps/retire.ts';
import { unmarkContainer } from './mark.ts';
import { closeWorkspace } from './workspace.ts';

/** The point that the run was decided to be rescued from, if it was. */
export function rescueOf(move: Move): RescuePoint | undefined {
  const state = stateOf(move, 'commit');
  return state === undefined || state === 'undone' ? undefined : move.recall('commit').rescue;
}

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
    const words = `The point of ${move.run} is ${point.at}, not ${agreed.point}.`;
    throw asBefore(move, words, `shiplock show ${move.run}`);
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
    if (isSourceThere) await acting(move, 'retire', () => park(move));
    await acting(move, 'resume', () => start(move, point));
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
    const { name } = move.plan.container;
    move.log.remark(`${move.source.host} was given up. Should it be back after all, remove ${name} there.`);
  }
  finish(move, 'committed');
}

/**
 * Takes the decision back if the source has come back with the container before the target started its own: then there
 * is nothing to be rescued.
 */
export async function withdrawNeedless(move: Move): Promise<void> {
  if (rescueOf(move) === undefined || stateOf(move, 'resume') === 'done') return;
  if ((await wayLost(move)) === undefined && (await hasLife(move))) await withdrawRescue(move);
}

/** On the source. */
async function hasLife({ source, sourceId }: Move): Promise<boolean> {
  const now = await source.engine.container(sourceId);
  return now?.state === 'running' || now?.state === 'paused';
}

/** Takes the decision back while no copy has ever run on the target. Does nothing for a run that is not being rescued. */
export async function withdrawRescue(move: Move): Promise<void> {
  if (rescueOf(move) === undefined || stateOf(move, 'resume') === 'done') return;
  await move.target.connectWithin(move.patienceMs);
  const copy = await move.target.engine.container(move.targetId);
  if (copy !== undefined && copy.state !== 'created') return;
  // Its folder stays until the copy is gone: without it a start that is still on its way would begin the program anew.
  await stopWaiting(move.target.session, move.targetId);
  const { steps } = move.journal;
  if (stateOf(move, 'retire') !== undefined) {
    await move.source.connectWithin(move.patienceMs);
    await unpark(move);
    steps.undone(move.run, 'retire');
  }
  if (stateOf(move, 'resume') !== undefined) steps.undone(move.run, 'resume');
  steps.undone(move.run, 'commit');
}

/** A rescue that was declined leaves nothing on the target, also if the source, and so the way back, has to be waited for. */
export async function forgetDeclined(move: Move): Promise<void> {
  if (!move.isDeclined || stateOf(move, 'create') !== 'undone') return;
  try {
    if (move.recall('route').isOpened) await removeDirectFromTarget(move.target.session, move.plan.key);
    await closeWorkspace(move.target.session, move.plan.key);
  } catch {
    // The way back, when both hosts are there, does it.
  }
}

async function pointToRescue(move: Move): Promise<RescuePoint> {
  const { run, source, plan } = move;
  const point = rescuePointOf(move.journal.steps.of(run));
  const isCommitted = ![undefined, 'undone'].includes(stateOf(move, 'commit'));
  if (point === undefined || isCommitted) {
    const words = `There is no complete round of ${run} to start ${plan.container.name} from.`;
    throw asBefore(move, words, `shiplock resume ${run}`);
  }
  if ((await wayLost(move)) === undefined) {
    const words = `${source.host} answers, and has ${plan.container.name}: nothing is to be rescued.`;
    throw asBefore(move, words, `shiplock resume ${run}, or shiplock rollback ${run}`);
  }
  return point;
}

const withoutMemory = (point: RescuePoint): RescuePoint =>
  point.hasMemory
    ? { ...point, hasMemory: false, missing: ['its memory: its programs start anew', ...point.missing] }
    : point;

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

async function park(move: Move): Promise<void> {
  const { source, target, plan } = move;
  // With the mark goes the watchdog, which would give the restart policy back.
  await unmarkContainer(source.session, move.leased);
  const found = await parkSource(move);
  if (found === 'gone') {
    move.log.remark(`${source.host} has no copy of ${plan.container.name} any more.`);
    return;
  }
  const also =
    found === 'ran' && stateOf(move, 'resume') === 'done'
      ? ` It was running there when ${source.host} was reached again, beside the one on ${target.host}, and was stopped.`
      : '';
  move.log.remark(
    `The copy on ${source.host} is parked there as ${parkedName(move)}, with its data: it may hold what is newer.${also}`,
  );
}

async function start(move: Move, point: RescuePoint): Promise<void> {
  const { target, plan, targetId } = move;
  // A start that waits for leave since the freeze.
  await forgetUnlessLetGo(target.session, targetId);
  // Docker gives its answer when a start under way, of a process that was killed, has ended.
  const copy = await target.engine.container(targetId);
  if (copy === undefined) throw copyIsGone(move);
  if (copy.state === 'running') return;
  if (copy.state !== 'created') {
    // It has run: its own files are newer than the point.
    await target.engine.start(targetId);
    return;
  }
  const images = imagesOnTarget(move);
  if (point.hasMemory && !(await hasImages(target.session, images))) throw memoryIsGone(move);
  await completeFiles(move, images);
  await placeLog(target.session, plan, targetId);
  await forgetCheckpoint(target.session, targetId);
  if (point.hasMemory) {
    await awaitCheckpoint(target.session, targetId, images, 'close', []);
    await letGo(target.session, targetId);
  }
  try {
    await target.engine.start(targetId);
  } catch (thrown) {
    throw point.hasMemory ? await restoreFailure(target.session, targetId, thrown) : thrown;
  }
}

/** With what was kept beside the dump of the last round, if it is that round that is gone on from. */
async function completeFiles(move: Move, images: string): Promise<void> {
  const { target, plan } = move;
  if (!move.recall('rounds').memoryAt || stateOf(move, 'deliver') !== undefined) return;
  if (!(await hasImages(target.session, images))) return;
  const places = keptPlaces(move, await parcelsOf(move), 'to');
  await unpackFiles(target.session, images, `.shiplock-${plan.key}`, places);
}

/** It runs, and its data is on the disk. A health check that fails is told: there is no way back to be taken. */
async function lookAfter(move: Move): Promise<void> {
  try {
    await check.run(move);
  } catch (thrown) {
    const copy = await move.target.engine.container(move.targetId);
    if (copy?.state !== 'running') throw thrown;
    const { text, details } = asShiplockError(thrown);
    move.log.remark(sentences(text, details));
  }
}

async function tidySource(move: Move): Promise<void> {
  const { source, leased, plan } = move;
  await closeDirectRoute(move);
  await unmarkContainer(source.session, leased);
  await closeWorkspace(source.session, plan.key);
}

function finish(move: Move, state: 'committed' | 'attention', error?: ReturnType<typeof toErrorData>): void {
  const report = move.log.save();
  move.journal.runs.finish(move.run, state, error === undefined ? { report } : { error, report });
}

function sourceIsOut({ source, target, plan, run }: Move, point: RescuePoint) {
  const { name } = plan.container;
  const how = point.hasMemory ? 'with its memory' : 'anew, from its files';
  const danger =
    plan.isSourceReadOnly && plan.container.restartPolicy.name !== 'no'
      ? ` ${source.host} could not turn its restart policy off: it is to stay off, or off the network.`
      : '';
  return toErrorData(
    new ShiplockError('attention', `${name} was started on ${target.host} from ${point.at}, ${how}.`, {
      state: `${target.host} runs ${name}. Missing: ${inLanguage(joinWords(point.missing, partsBetween), 'en')}. The copy on ${source.host} is not parked yet.${danger}`,
      remedy: `When ${source.host} is back, before anything else is done with it: shiplock resume ${run}\nIf it will never be back: shiplock resume ${run} --without-source`,
    }),
  );
}

function notFinished(move: Move, thrown: unknown) {
  const { source, target, plan, run } = move;
  const { message, details, remedy } = asShiplockError(thrown);
  const { name } = plan.container;
  const isStarted = stateOf(move, 'resume') === 'done';
  return toErrorData(
    new ShiplockError('attention', `The rescue did not finish. ${message}`, {
      state: isStarted
        ? `${target.host} runs ${name}, or did.`
        : `No host runs ${name}. What arrived of it on ${target.host} is whole, and ${source.host} is not to run it.`,
      remedy: [
        ...(remedy === undefined ? [] : [inLanguage(remedy, 'en')]),
        `Try again: shiplock resume ${run}`,
        ...(isStarted
          ? []
          : [
              `Start its programs anew from the files: shiplock rescue ${run} --without-memory`,
              `Give the rescue up: shiplock rollback ${run}`,
            ]),
      ].join('\n'),
      details,
    }),
  );
}

function copyIsGone({ target, plan }: Move): ShiplockError {
  return new ShiplockError('not-found', `The copy of ${plan.container.name} is gone from ${target.host}.`);
}

function memoryIsGone({ target }: Move): ShiplockError {
  return new ShiplockError(
    'incomplete',
    `The memory is gone from ${target.host}: it lay in memory there, and ${target.host} has restarted since.`,
  );
}
