/** What becomes of a restore that was interrupted: the journal decides, the steps ask the hosts what is true. */
import { type ErrorCode, ShiplockError } from '../../../shared/errors.ts';
import type { RunId } from '../../../shared/ids.ts';
import type { Journal } from '../../journal/journal.ts';
import { connected, goBack, goForward, renewVolatile } from './executor.ts';
import { asBefore } from './outcome.ts';
import type { Restoration } from './restoration.ts';

/** Being taken back already: back. Otherwise forward: the point is on the laptop, and every step can be repeated. */
export async function recover(restoration: Restoration): Promise<void> {
  if (!restoration.isCommitted && isGoingBack(restoration)) {
    const text = {
      en: 'The restore was interrupted and has been taken back.',
      zh: '还原曾被中断，现已回滚。',
    };
    await goBack(restoration, new ShiplockError('cancelled', text));
    return;
  }
  // A store that cannot be opened now is no reason to take anything back.
  if (!restoration.isCommitted) await restoration.point();
  await connected(restoration, restoration.patienceMs);
  if (!restoration.isCommitted) await renewVolatile(restoration);
  await goForward(restoration);
}

/** As `recover`, for somebody who wants something else: a host that does not answer is not waited for long. */
export async function recoverOnContact(restoration: Restoration): Promise<void> {
  restoration.patienceMs = 3000;
  await recover(restoration);
}

/**
 * Takes it back, whatever there is of it. `withoutTarget`: the user has seen to it that the target is off; what made way on
 * another host comes back, and the rest is left for a later `recover`. Throws 'usage' for one that is committed, and for a
 * target that was said to be off and answers, or whose own container made way.
 */
export async function rollBack(restoration: Restoration, { withoutTarget = false } = {}): Promise<void> {
  if (restoration.isCommitted) {
    const { run, plan } = restoration;
    throw asBefore(
      restoration,
      {
        en: `Run ${run} is committed; there is nothing to take back.`,
        zh: `任务 ${run} 已提交，没有可回滚的内容。`,
      },
      {
        en: `Finish it: shiplock resume ${run}, and to be rid of it: docker rm --force ${plan.name} on ${plan.target}`,
        zh: `先完成它：shiplock resume ${run}；如果不再需要，在 ${plan.target} 上执行：docker rm --force ${plan.name}`,
      },
    );
  }
  if (withoutTarget) await requireAbsent(restoration);
  restoration.isWithoutTarget = withoutTarget;
  const text = { en: 'The restore was taken back as asked.', zh: '已按要求回滚还原。' };
  await goBack(restoration, new ShiplockError('cancelled', text));
}

async function requireAbsent(restoration: Restoration): Promise<void> {
  const { target, plan, run } = restoration;
  if (!restoration.isOpen('park') || plan.parked.some(({ host }) => host === plan.target)) {
    const text = {
      en: `Nothing on another host than ${plan.target} waits for this restore to be taken back.`,
      zh: `除 ${plan.target} 外，没有其他主机上的容器在等待这次还原回滚。`,
    };
    throw asBefore(restoration, text, {
      en: `When ${plan.target} can be reached: shiplock resume ${run}`,
      zh: `${plan.target} 能连接时继续处理：shiplock resume ${run}`,
    });
  }
  const answers = await target.connect().then(
    () => true,
    () => false,
  );
  if (!answers) return;
  const text = { en: `${target.host} is not off: it answers.`, zh: `${target.host} 并未关机：它有应答。` };
  throw asBefore(restoration, text, {
    en: `Take it back with the target: shiplock rollback ${run}`,
    zh: `连同目标主机一起回滚：shiplock rollback ${run}`,
  });
}

/**
 * Restores that nobody has finished and for which something on this host has made way, or that are decided, oldest first.
 * Some may be under way in another process.
 */
export function unfinishedRestores(journal: Journal, host: string): RunId[] {
  return journal.runs
    .unfinished(host)
    .filter(({ kind }) => kind === 'restore')
    .filter(({ id }) => journal.steps.of(id).some(({ name }) => name === 'park' || name === 'commit'))
    .map(({ id }) => id);
}

/** What says nothing of the restore itself. */
const linkCodes: readonly ErrorCode[] = ['link-lost', 'host-unreachable', 'timed-out'];

/** Something of it was taken back, or was about to be, since a step failed for a reason that still holds. */
const isGoingBack = ({ journal, run }: Restoration): boolean =>
  journal.steps
    .of(run)
    .some(
      ({ state, error }) =>
        state === 'undone' || (state === 'failed' && !(error && linkCodes.includes(error.code))),
    );
