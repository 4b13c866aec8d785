/** Why a run cannot be begun or taken over now, and what to do about it. */
import { ShiplockError } from '../../shared/errors.ts';
import type { RunState } from '../../shared/model.ts';
import { type BothLanguages, sentences } from '../../shared/words.ts';
import { isAlive } from './process-identity.ts';
import type { RunRecord } from './run-record.ts';

/** Another run stands in the way of a new one. */
export function inTheWay(run: RunRecord): ShiplockError {
  const { id, kind, containerName, source, target } = run;
  const doing =
    kind === 'restore'
      ? { en: `restoring ${containerName} on ${target}`, zh: `在 ${target} 上还原 ${containerName}` }
      : {
          en: `moving ${containerName} from ${source} to ${target}`,
          zh: `把 ${containerName} 从 ${source} 迁移到 ${target}`,
        };
  const text = { en: `Run ${id} is ${doing.en}.`, zh: `任务 ${id} 正在${doing.zh}。` };
  return new ShiplockError('busy', text, {
    state: sentences({ en: 'No run was started.', zh: '没有开始新的任务。' }, standing(run)),
    remedy: whatToDo(run),
  });
}

/** A living process, perhaps this one, is working on the run. */
export function owned(run: RunRecord): ShiplockError {
  return new ShiplockError(
    'busy',
    {
      en: `Run ${run.id} belongs to another process, or is being worked on already.`,
      zh: `任务 ${run.id} 属于另一进程，或正在处理中。`,
    },
    {
      state: standing(run),
      remedy: whatToDo(run),
    },
  );
}

function standing({ id, state, owner, heartbeatAt }: RunRecord): BothLanguages {
  const now = stateWords[state];
  if (owner === null) return { en: `${id}: ${now.en}.`, zh: `${id}：${now.zh}。` };
  const life = isAlive(owner) ? { en: 'is alive', zh: '仍在运行' } : { en: 'has ended', zh: '已结束' };
  return {
    en: `${id}: ${now.en}. Its process ${owner.pid} ${life.en}; last sign of life ${heartbeatAt ?? 'unknown'}.`,
    zh: `${id}：${now.zh}。其进程 ${owner.pid} ${life.zh}；最后活动时间：${heartbeatAt ?? '未知'}。`,
  };
}

const stateWords: Readonly<Record<RunState, BothLanguages>> = {
  running: { en: 'running', zh: '未结束' },
  committed: { en: 'committed', zh: '已提交' },
  'rolled-back': { en: 'rolled back', zh: '已回滚' },
  attention: { en: 'needs attention', zh: '需要人工处理' },
};

function whatToDo({ id, owner }: RunRecord): BothLanguages {
  return owner !== null && isAlive(owner)
    ? { en: `Wait until ${id} has ended.`, zh: `请等待 ${id} 结束。` }
    : { en: `Go on with it: shiplock resume ${id}`, zh: `继续处理它：shiplock resume ${id}` };
}
