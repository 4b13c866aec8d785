/** How a run that did not go through ended, in words: what happened, where the container is, what to do. */
import { ShiplockError, toErrorData } from '../../shared/errors.ts';
import type { RescuePoint } from '../../shared/model.ts';
import { type BothLanguages, en, joinWords, sentences, type Words, zh } from '../../shared/words.ts';
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
  const { name } = plan.container;
  const text = {
    en: en`The move is done, but tidying up did not finish. ${error.text}`,
    zh: zh`迁移已完成，但清理没有做完。${error.text}`,
  };
  return new ShiplockError('attention', text, {
    state: {
      en: `${target.host} runs ${name}. The copy on ${source.host} is paused or gone and will not run again.`,
      zh: `${name} 正在 ${target.host} 上运行。${source.host} 上的副本已暂停或已删除，不会再运行。`,
    },
    remedy: {
      en: `When both hosts can be reached: shiplock resume ${run}`,
      zh: `两台主机都能连接时继续完成：shiplock resume ${run}`,
    },
    details: error.details,
  });
}

/** `stateNow`: of the container on the source, by its engine; undefined if it could not be asked. */
export function rolledBack(move: Move, reason: ShiplockError, stateNow: string | undefined): ShiplockError {
  const { source, plan } = move;
  const { name } = plan.container;
  if (stateNow !== undefined && stateNow !== 'running') {
    return new ShiplockError('attention', reason.text, {
      state: {
        en: `${name} does not run on ${source.host}: it is ${stateNow} there. It ended by itself or with its host. Nothing of the attempt was left behind.`,
        zh: `${name} 没有在 ${source.host} 上运行，其状态为 ${stateNow}。它是自行结束，或随主机一起停止的。本次尝试没有留下任何残余。`,
      },
      remedy: {
        en: `On ${source.host}: docker start ${name}`,
        zh: `在 ${source.host} 上启动它：docker start ${name}`,
      },
      details: reason.details,
    });
  }
  const how = move.isStartedAnew
    ? {
        en: 'started anew: it ended with its host meanwhile, and its memory is lost',
        zh: '它在此期间随主机停止，现已重新启动，内存内容已丢失',
      }
    : { en: 'as before', zh: '一切照旧' };
  return new ShiplockError(reason.code, reason.text, {
    state: {
      en: en`${source.host} runs ${name} ${how}; nothing was left behind.`,
      zh: zh`${name} 正在 ${source.host} 上运行，${how}；没有留下任何残余。`,
    },
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
  const why = troubles.find(({ code }) => code !== 'attention')?.text;
  const text = sentences(
    // That it was wanted back, or interrupted, is no news; and back it is not.
    reason.code === 'cancelled' ? undefined : reason.text,
    { en: 'Taking the move back did not finish.', zh: '迁移的回滚没有做完。' },
    why,
  );
  return new ShiplockError('attention', text, {
    state: known?.state ?? sentences(stateLeft(move, stuckIn), rescue?.state),
    remedy: known?.remedy ?? joinWords([remedyLeft(move, stuckIn, run), rescue?.remedy], '\n'),
    details: [reason.details ?? '', ...troubles.map(({ message, details }) => `${message} ${details ?? ''}`)]
      .join('\n')
      .trim(),
  });
}

const isSourceSilent = (stuckIn: StepName | undefined): boolean =>
  stuckIn === 'freeze' || stuckIn === 'rounds';

function stateLeft(move: Move, stuckIn: StepName | undefined): Words {
  const { source, target, plan } = move;
  const { name } = plan.container;
  if (stuckIn !== undefined && !isSourceSilent(stuckIn))
    return {
      en: `The copy on ${source.host} is paused and safe. It is not known whether ${target.host} runs one, so it stays paused.`,
      zh: `${source.host} 上的副本已暂停，完好无损。尚不清楚 ${target.host} 是否在运行另一份副本，因此它保持暂停。`,
    };
  if (stuckIn === 'rounds')
    return {
      en: `${source.host} had ${name}, and cannot be reached.`,
      zh: `${name} 原在 ${source.host} 上，该主机目前无法连接。`,
    };
  if (runningOn(move) !== null)
    return {
      en: `${source.host} runs ${name} as before; something of the attempt is left behind.`,
      zh: `${name} 照常在 ${source.host} 上运行；本次尝试还有残余未清理。`,
    };
  const state = stateOf(move, 'fence');
  const frozen =
    state === undefined || state === 'undone'
      ? {
          en: `${source.host} cannot be reached. Unless it lost its power, it lets ${name} go on by itself within ${leaseSeconds} s.`,
          zh: `无法连接 ${source.host}。只要它没有断电，就会在 ${leaseSeconds} 秒内自行让 ${name} 继续运行。`,
        }
      : {
          en: `The copy on ${source.host} is paused and safe; ${source.host} cannot be reached to let it run again.`,
          zh: `${source.host} 上的副本已暂停，完好无损；目前无法连接 ${source.host} 让它继续运行。`,
        };
  const kept = {
    en: `${target.host} does not run it, and keeps what arrived of it.`,
    zh: `${target.host} 没有运行它，并保留已送达的内容。`,
  };
  return stuckIn === 'freeze' ? sentences(frozen, kept) : frozen;
}

function remedyLeft({ target, source }: Move, stuckIn: StepName | undefined, run: string): Words {
  const later = {
    en: `When both hosts can be reached again: shiplock resume ${run}`,
    zh: `两台主机都恢复连接后继续处理：shiplock resume ${run}`,
  };
  if (stuckIn === undefined || isSourceSilent(stuckIn)) return later;
  const withoutTarget = `shiplock rollback ${run} --without-target`;
  return {
    en: en`${later}\nIf ${target.host} is off and stays off: ${withoutTarget} lets the copy on ${source.host} go on.`,
    zh: zh`${later}\n如果 ${target.host} 已关机且不会再开机，可让 ${source.host} 上的副本继续运行：${withoutTarget}`,
  };
}

export function targetLeftOut({ source, target, plan, run }: Move): ShiplockError {
  const { name } = plan.container;
  const text = { en: `${target.host} was left out, as asked.`, zh: `已按要求跳过 ${target.host}。` };
  return new ShiplockError('attention', text, {
    state: {
      en: `${source.host} runs ${name} as before. What the move left on ${target.host} is still there; it must not be started.`,
      zh: `${name} 照常在 ${source.host} 上运行。迁移在 ${target.host} 上留下的内容仍在那里，不可启动。`,
    },
    remedy: {
      en: `When ${target.host} can be reached again: shiplock resume ${run}`,
      zh: `${target.host} 恢复连接后继续清理：shiplock resume ${run}`,
    },
  });
}

/** For the report: the source's copy goes on from the freeze, whatever the target's did since. */
export function remarkOnDiscarded(move: Move): void {
  if (move.recall('resume').hasRun !== true) return;
  const frozen = move.journal.steps.of(move.run).find(({ name }) => name === 'freeze');
  const { source, target, plan } = move;
  const { name } = plan.container;
  move.log.remark({
    en: `${name} goes on on ${source.host} from where it was frozen, at ${frozen?.startedAt}. What its copy on ${target.host} did after that, until it was taken back, is not part of it.`,
    zh: `${name} 在 ${source.host} 上从冻结时刻（${frozen?.startedAt}）继续运行。它在 ${target.host} 上的副本此后直到回滚所做的一切不包含在内。`,
  });
}

/** A refusal that leaves the run as it was found. */
export function asBefore(move: Move, text: BothLanguages, remedy: BothLanguages): ShiplockError {
  const state = { en: 'Nothing was changed.', zh: '未做任何更改。' };
  const refusal = new ShiplockError('usage', text, { state, remedy });
  const error = move.journal.runs.get(move.run).error ?? toErrorData(refusal);
  move.journal.runs.finish(move.run, 'attention', { error, report: move.log.save() });
  return refusal;
}
