/** How a rescue that needs attention ended, in words: what happened, where the container is, what to do. */
import { asShiplockError, ShiplockError } from '../../shared/errors.ts';
import type { RescuePoint } from '../../shared/model.ts';
import { en, joinWords, partsBetween, sentences, zh } from '../../shared/words.ts';
import type { Move } from './move.ts';
import { stateOf } from './step-state.ts';

/** The target runs it; its source could not be asked to keep still. */
export function sourceIsOut({ source, target, plan, run }: Move, point: RescuePoint): ShiplockError {
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
  return new ShiplockError('attention', text, {
    state: sentences(state, danger),
    remedy: {
      en: `When ${source.host} is back, before anything else is done with it: shiplock resume ${run}\nIf it will never be back: shiplock resume ${run} --without-source`,
      zh: `${source.host} 恢复后，在对它做其他任何操作之前，先继续完成：shiplock resume ${run}\n如果它不会再恢复：shiplock resume ${run} --without-source`,
    },
  });
}

export function notFinished(move: Move, thrown: unknown): ShiplockError {
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
  return new ShiplockError('attention', unfinished, {
    state: isStarted
      ? { en: `${target.host} runs ${name}, or did.`, zh: `${name} 正在或曾在 ${target.host} 上运行。` }
      : {
          en: `No host runs ${name}. What arrived of it on ${target.host} is whole, and ${source.host} is not to run it.`,
          zh: `没有主机在运行 ${name}。已送达 ${target.host} 的内容是完整的；${source.host} 不应再运行它。`,
        },
    remedy: joinWords([remedy, again, ...(isStarted ? [] : otherWays)], '\n'),
    details,
  });
}
