/** What becomes of a run that was interrupted: the journal decides, the steps ask the hosts what is true. */
import { asShiplockError, ShiplockError, type ErrorCode } from '../../shared/errors.ts';
import type { StepState } from '../../shared/model.ts';
import { resumeByRelay } from './direct-route.ts';
import { goBack, goForward, isCommitted } from './executor.ts';
import type { RunId } from '../../shared/ids.ts';
import type { Journal } from '../journal/journal.ts';
import type { Move } from './move.ts';
import { startAfterPowerLoss } from './power-loss.ts';
import { asBefore } from './outcome.ts';
import { finishRescue } from './rescue.ts';
import { rescueOf, withdrawNeedless, withdrawRescue } from './rescue-decision.ts';
import { offersRescue } from './source-loss.ts';
import { stateOf } from './step-state.ts';
import { isDead } from './steps/fence.ts';
import { onlyTargetLives, runsOnTarget } from './steps/resume.ts';

/**
 * Committed: forward, whatever happens. Given leave to run: forward if the target runs it, otherwise back. Frozen without
 * leave: back, which has the container running again in milliseconds, but forward when the source's copy is dead and
 * all of it had arrived. Being rolled back already: back. Before the freeze: forward, since every step can be repeated.
 * Rescued: forward, unless the source is back with the container before the target has started it. When the source does
 * not answer and the target could go on from a point, a person decides.
 * `withoutSource`: of a rescued run, the user says that its source will never be back.
 */
export async function recover(move: Move, { withoutSource = false } = {}): Promise<void> {
  await withdrawNeedless(move);
  const rescued = rescueOf(move);
  if (withoutSource && rescued === undefined) {
    const text = {
      en: 'Only a run that was rescued can end without its source.',
      zh: '只有经过救援的运行才能在没有源主机的情况下结束。',
    };
    throw asBefore(move, text, {
      en: `Rescue it first: shiplock rescue ${move.run}`,
      zh: `请先救援：shiplock rescue ${move.run}`,
    });
  }
  if (rescued !== undefined) {
    await finishRescue(move, rescued, withoutSource);
  } else if (await offersRescue(move)) {
    return;
  } else if (isCommitted(move)) {
    await bothConnected(move);
    // Steps that need it will say that it is not there.
    if (move.target.isUp) await startAfterPowerLoss(move);
    await continueForward(move);
  } else if (await isForwardOnly(move)) {
    await continueForward(move);
  } else if (isGoingBack(move) || stateOf(move, 'freeze') !== undefined) {
    const text = {
      en: 'The run was interrupted and has been taken back.',
      zh: '该任务曾被中断，现已回滚。',
    };
    await goBack(move, new ShiplockError('cancelled', text));
  } else {
    await Promise.all([move.source.connect(move.signal), move.target.connect(move.signal)]);
    await continueForward(move);
  }
}

/** As `recover`, for somebody who wants something else: a host that does not answer is not waited for long. */
export async function recoverOnContact(move: Move): Promise<void> {
  move.patienceMs = 3000;
  await recover(move);
}

/**
 * Moves that nobody has finished and that have frozen or decided over a container of this host, oldest first. Some may be
 * under way in another process.
 */
export function unfinishedRuns(journal: Journal, host: string): RunId[] {
  return journal.runs
    .unfinished(host)
    .filter(({ kind }) => kind === 'move')
    .filter(({ id }) => journal.steps.of(id).some(({ name }) => name === 'freeze' || name === 'commit'))
    .map(({ id }) => id);
}

async function continueForward(move: Move): Promise<void> {
  // Once everything has arrived, there is nothing that needs a route, and the source may be out of reach.
  if (stateOf(move, 'deliver') !== 'done')
    await resumeByRelay(move, {
      en: 'The run was interrupted, and went on over the relay.',
      zh: '该任务曾被中断，之后经中继继续。',
    });
  await goForward(move);
}

/** The source's copy must not go on, or cannot. False where the hosts do not tell: the way back asks them again. */
async function isForwardOnly(move: Move): Promise<boolean> {
  if (!isOpen(stateOf(move, 'freeze'))) return false;
  await bothConnected(move);
  try {
    if (isOpen(stateOf(move, 'resume'))) {
      const isTakenBack = move.recall('resume').isTakenBack === true;
      if (isTakenBack || isGoingBack(move)) return await onlyTargetLives(move);
      if (await runsOnTarget(move)) return true;
    }
    return stateOf(move, 'deliver') === 'done' && (await isDead(move));
  } catch {
    return false;
  }
}

const isOpen = (state: StepState | undefined): boolean => state !== undefined && state !== 'undone';

/** What says nothing of the move itself. */
const linkCodes: readonly ErrorCode[] = ['link-lost', 'host-unreachable', 'timed-out'];

/** Something of it was taken back, or was about to be, since a step failed for a reason that still holds. */
function isGoingBack(move: Move): boolean {
  return move.journal.steps
    .of(move.run)
    .some(
      ({ state, error }) =>
        state === 'undone' || (state === 'failed' && !(error && linkCodes.includes(error.code))),
    );
}

/** As far as can be: a step that needs a host which cannot be reached says so itself. */
async function bothConnected(move: Move): Promise<void> {
  const ends = [move.source, move.target];
  const reached = await Promise.allSettled(
    ends.map((end) => end.connectWithin(move.patienceMs, move.signal)),
  );
  move.signal.throwIfAborted();
  const refused = reached.find(
    (each): each is PromiseRejectedResult =>
      each.status === 'rejected' && !linkCodes.includes(asShiplockError(each.reason).code),
  );
  if (refused !== undefined) throw refused.reason;
}

/**
 * Takes it back, whatever there is of it. `withoutTarget`: the user has seen to it that the target is off; what is there
 * is left for a later `recover`. Throws 'usage' for a run that is committed, or whose target was given leave to run and
 * does: then a move in the other direction is what leads back without a loss; and for a target that was said to be off
 * and answers.
 */
export async function rollBack(move: Move, { withoutTarget = false } = {}): Promise<void> {
  await withdrawRescue(move);
  if (isCommitted(move)) {
    const { name } = move.plan.container;
    const text = {
      en: `Run ${move.run} is committed; there is nothing to take back.`,
      zh: `任务 ${move.run} 已提交，没有可回滚的内容。`,
    };
    throw new ShiplockError('usage', text, {
      state: { en: `${move.target.host} runs ${name}.`, zh: `${name} 正在 ${move.target.host} 上运行。` },
      remedy: { en: `To bring it back: ${wayBack(move)}`, zh: `如需迁回：${wayBack(move)}` },
    });
  }
  if (withoutTarget) await requireAbsent(move);
  else await requireNotRunning(move);
  move.isWithoutTarget = withoutTarget;
  move.isDeclined = true;
  const text = { en: 'The run was taken back as asked.', zh: '已按要求回滚该任务。' };
  await goBack(move, new ShiplockError('cancelled', text));
}

/** Of a container that runs on the target. */
const wayBack = ({ plan, source, target }: Move): string =>
  `shiplock migrate ${plan.container.name} --from ${target.host} --to ${source.host}`;

/** What a copy did that nobody watched is not thrown away for a frozen one. */
async function requireNotRunning(move: Move): Promise<void> {
  const { target, plan, run } = move;
  if (!isOpen(stateOf(move, 'resume')) || move.recall('resume').isTakenBack === true) return;
  await bothConnected(move);
  if (!target.isUp || !(await runsOnTarget(move))) return;
  const { name } = plan.container;
  const text = {
    en: `${target.host} runs ${name}: what it did there since would be lost.`,
    zh: `${name} 正在 ${target.host} 上运行：回滚会丢失它此后所做的一切。`,
  };
  throw asBefore(move, text, {
    en: `Finish the move: shiplock resume ${run}, and to bring it back: ${wayBack(move)}`,
    zh: `先完成迁移：shiplock resume ${run}；如需迁回：${wayBack(move)}`,
  });
}

async function requireAbsent(move: Move): Promise<void> {
  const { target, run } = move;
  const answers = await target.connect().then(
    () => true,
    () => false,
  );
  if (!answers) return;
  const text = { en: `${target.host} is not off: it answers.`, zh: `${target.host} 并未关机：它有应答。` };
  throw asBefore(move, text, {
    en: `Take it back with the target: shiplock rollback ${run}`,
    zh: `连同目标主机一起回滚：shiplock rollback ${run}`,
  });
}
