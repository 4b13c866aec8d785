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
import { en, joinWords, partsBetween, sentences, zh } from '../../shared/words.ts';
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
    const text = {
      en: `The point of ${move.run} is ${point.at}, not ${agreed.point}.`,
      zh: `${move.run} 的救援点是 ${point.at}，不是 ${agreed.point}。`,
    };
    throw asBefore(move, text, {
      en: `Look at the run again: shiplock show ${move.run}`,
      zh: `请重新查看该次运行：shiplock show ${move.run}`,
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
    const { source, plan } = move;
    move.log.remark({
      en: `${source.host} was given up. Should it be back after all, remove ${plan.container.name} there.`,
      zh: `已放弃 ${source.host}。如果它又恢复了，请删除那里的 ${plan.container.name}。`,
    });
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
    const text = {
      en: `There is no complete round of ${run} to start ${plan.container.name} from.`,
      zh: `${run} 没有完整的一轮可用于启动 ${plan.container.name}。`,
    };
    throw asBefore(move, text, {
      en: `Go on with the run: shiplock resume ${run}`,
      zh: `继续该次运行：shiplock resume ${run}`,
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
    const { name } = plan.container;
    move.log.remark({
      en: `${source.host} has no copy of ${name} any more.`,
      zh: `${source.host} 上已没有 ${name} 的副本。`,
    });
    return;
  }
  const also =
    found === 'ran' && stateOf(move, 'resume') === 'done'
      ? {
          en: `It was running there when ${source.host} was reached again, beside the one on ${target.host}, and was stopped.`,
          zh: `重新连上 ${source.host} 时它正在那里运行，与 ${target.host} 上的同时运行，现已停止。`,
        }
      : undefined;
  const parked = {
    en: `The copy on ${source.host} is parked there as ${parkedName(move)}, with its data: it may hold what is newer.`,
    zh: `${source.host} 上的副本已停放为 ${parkedName(move)}，数据一并保留：其中可能有更新的内容。`,
  };
  move.log.remark(sentences(parked, also));
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
  const how = point.hasMemory
    ? { en: 'with its memory', zh: '包含内存' }
    : { en: 'anew, from its files', zh: '凭文件重新启动' };
  const missing = joinWords(point.missing, partsBetween);
  const danger =
    plan.isSourceReadOnly && plan.container.restartPolicy.name !== 'no'
      ? {
          en: `${source.host} could not turn its restart policy off: it is to stay off, or off the network.`,
          zh: `${source.host} 无法关闭其重启策略：请让它保持关机或断网。`,
        }
      : undefined;
  const text = {
    en: en`${name} was started on ${target.host} from ${point.at}, ${how}.`,
    zh: zh`${name} 已在 ${target.host} 上从 ${point.at} 的状态启动，${how}。`,
  };
  const state = {
    en: en`${target.host} runs ${name}. Missing: ${missing}. The copy on ${source.host} is not parked yet.`,
    zh: zh`${name} 正在 ${target.host} 上运行。缺少：${missing}。${source.host} 上的副本尚未停放。`,
  };
  return toErrorData(
    new ShiplockError('attention', text, {
      state: sentences(state, danger),
      remedy: {
        en: `When ${source.host} is back, before anything else is done with it: shiplock resume ${run}\nIf it will never be back: shiplock resume ${run} --without-source`,
        zh: `${source.host} 恢复后，在对它做其他任何操作之前，先继续完成：shiplock resume ${run}\n如果它不会再恢复：shiplock resume ${run} --without-source`,
      },
    }),
  );
}

function notFinished(move: Move, thrown: unknown) {
  const { source, target, plan, run } = move;
  const { text, details, remedy } = asShiplockError(thrown);
  const { name } = plan.container;
  const isStarted = stateOf(move, 'resume') === 'done';
  const unfinished = { en: en`The rescue did not finish. ${text}`, zh: zh`救援没有完成。${text}` };
  const again = { en: `Try again: shiplock resume ${run}`, zh: `重试：shiplock resume ${run}` };
  const otherWays = [
    {
      en: `Start its programs anew from the files: shiplock rescue ${run} --without-memory`,
      zh: `凭文件重新启动其程序：shiplock rescue ${run} --without-memory`,
    },
    { en: `Give the rescue up: shiplock rollback ${run}`, zh: `放弃救援：shiplock rollback ${run}` },
  ];
  return toErrorData(
    new ShiplockError('attention', unfinished, {
      state: isStarted
        ? { en: `${target.host} runs ${name}, or did.`, zh: `${name} 正在或曾在 ${target.host} 上运行。` }
        : {
            en: `No host runs ${name}. What arrived of it on ${target.host} is whole, and ${source.host} is not to run it.`,
            zh: `没有主机在运行 ${name}。已送达 ${target.host} 的内容是完整的；${source.host} 不应再运行它。`,
          },
      remedy: joinWords([remedy, again, ...(isStarted ? [] : otherWays)], '\n'),
      details,
    }),
  );
}

function copyIsGone({ target, plan }: Move): ShiplockError {
  const { name } = plan.container;
  return new ShiplockError('not-found', {
    en: `The copy of ${name} is gone from ${target.host}.`,
    zh: `${target.host} 上已没有 ${name} 的副本。`,
  });
}

function memoryIsGone({ target }: Move): ShiplockError {
  return new ShiplockError('incomplete', {
    en: `The memory is gone from ${target.host}: it lay in memory there, and ${target.host} has restarted since.`,
    zh: `${target.host} 上的内存数据已丢失：它存放在那里的内存中，而 ${target.host} 此后重启过。`,
  });
}
