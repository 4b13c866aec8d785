/** Whether the source, and the container on it, are out of reach, so that a round on the target may be all that is left. */
import { asShiplockError, ShiplockError, toErrorData } from '../../shared/errors.ts';
import type { RescuePoint } from '../../shared/model.ts';
import { en, joinWords, partsBetween, zh } from '../../shared/words.ts';
import { stateOf } from './step-state.ts';
import type { Move } from './move.ts';
import { rescuePointOf } from './rescue-point.ts';
import { hasRestarted } from './restart-policy.ts';

/** A host that does not answer for so long is taken to be off; only a person can say that it is. */
const silenceMs = 5_000;

/** Throws what waiting does not mend: such a host answers. */
export async function reachSource({ source, patienceMs }: Move): Promise<'there' | 'silent'> {
  try {
    await source.connectWithin(Math.min(silenceMs, patienceMs));
    return 'there';
  } catch (thrown) {
    const { code } = asShiplockError(thrown);
    if (code === 'host-unreachable' || code === 'link-lost' || code === 'timed-out') return 'silent';
    throw thrown;
  }
}

/**
 * `silent`: the source does not answer. `restarted`: it does, but went down since the run began, and the container did
 * not come up again with it. Undefined: it has the container, or lost it in a way that is none of a rescue's business.
 */
export async function wayLost(move: Move): Promise<'silent' | 'restarted' | undefined> {
  if ((await reachSource(move)) === 'silent') return 'silent';
  const now = await move.source.engine.container(move.sourceId);
  const isAlive = now?.state === 'running' || now?.state === 'paused' || now?.state === 'restarting';
  return !isAlive && (await hasRestarted(move)) ? 'restarted' : undefined;
}

/**
 * Ends the run as one that needs attention, with the offer, if a round on the target may be all that is left: nothing of
 * it may be taken back before a person has decided. A source that has restarted has newer files than any round; a rescue
 * is offered then only for the memory, and where nobody asked for the container to be started again by itself.
 */
export async function offersRescue(move: Move): Promise<boolean> {
  const point = rescuePointOf(move.journal.steps.of(move.run));
  const frozen = stateOf(move, 'freeze');
  // From the freeze on, the way back tries first to have the source's copy go on, and keeps what the target has.
  if (point === undefined || (frozen !== undefined && frozen !== 'undone')) return false;
  const lost = await wayLost(move);
  if (lost === undefined) return false;
  if (lost === 'restarted' && (!point.hasMemory || move.plan.container.restartPolicy.name !== 'no'))
    return false;
  const error = toErrorData(offer(move, point, lost));
  move.journal.runs.finish(move.run, 'attention', { error, report: move.log.save() });
  return true;
}

function offer(move: Move, point: RescuePoint, lost: 'silent' | 'restarted') {
  const { source, plan, run } = move;
  const { name } = plan.container;
  const [text, other] =
    lost === 'silent'
      ? [
          {
            en: `${source.host} does not answer, and had ${name}.`,
            zh: `${source.host} 没有应答，${name} 原在它上面。`,
          },
          {
            en: `If ${source.host} comes back: shiplock resume ${run}\nTo take the move back: shiplock rollback ${run}`,
            zh: `如果 ${source.host} 恢复，继续迁移：shiplock resume ${run}\n回滚迁移：shiplock rollback ${run}`,
          },
        ]
      : [
          {
            en: `${source.host} has restarted, and ${name} does not run there any more.`,
            zh: `${source.host} 重启过，${name} 已不在那里运行。`,
          },
          {
            en: `To start its programs anew on ${source.host}: shiplock rollback ${run}, then docker start ${name} there`,
            zh: `如需在 ${source.host} 上重新启动其程序：先执行 shiplock rollback ${run}，再在那里执行 docker start ${name}`,
          },
        ];
  const { state, remedy } = wayOut(move, point);
  return new ShiplockError('attention', text, { state, remedy: joinWords([remedy, other], '\n') });
}

/** What the user is told of a point, and may do. */
export function wayOut({ source, target, plan, run }: Move, point: RescuePoint) {
  const ageSeconds = Math.round((Date.now() - Date.parse(point.at)) / 1000);
  const what = point.hasMemory
    ? { en: 'with its memory', zh: '包含内存' }
    : { en: 'from its files', zh: '仅凭文件' };
  const missing = joinWords(point.missing, partsBetween);
  return {
    state: {
      en: en`${target.host} can start ${plan.container.name} from ${point.at} (${ageSeconds} s ago), ${what}. Missing: ${missing}.`,
      zh: zh`${target.host} 可以从 ${point.at}（${ageSeconds} 秒前）的状态启动 ${plan.container.name}，${what}。缺少：${missing}。`,
    },
    remedy: {
      en: `If ${source.host} is off for good, or is not to run it any more: shiplock rescue ${run}`,
      zh: `如果 ${source.host} 不会再恢复，或不应再运行它，请救援：shiplock rescue ${run}`,
    },
  };
}
