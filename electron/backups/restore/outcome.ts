/** How a restore that did not go through ended, in words: what happened, how things are, what to do. */
import { asShiplockError, ShiplockError, toErrorData } from '../../../shared/errors.ts';
import { type BothLanguages, en, joinWords, sentences, zh } from '../../../shared/words.ts';
import type { Restoration } from './restoration.ts';

/** After the way back. */
export function takenBack({ plan }: Restoration, reason: ShiplockError): ShiplockError {
  const again = plan.parked
    .filter(({ isRunning }) => isRunning)
    .map(({ name, host }) => ({
      en: `${host} runs ${name} again, started anew if it had been stopped.`,
      zh: `${name} 又在 ${host} 上运行；如果曾被停止，则已重新启动。`,
    }));
  const nothingLeft = {
    en: `Nothing of the restore was left on ${plan.target}.`,
    zh: `还原没有在 ${plan.target} 上留下任何残余。`,
  };
  const { remedy, details, cause } = reason;
  const state = sentences(nothingLeft, ...again);
  return new ShiplockError(reason.code, reason.text, { state, remedy, details, cause });
}

/** `trouble`: what kept a step from being taken back. */
export function needsAttention(
  restoration: Restoration,
  reason: ShiplockError,
  trouble: ShiplockError,
): ShiplockError {
  const { plan, run } = restoration;
  const waiting = restoration.isOpen('park')
    ? plan.parked.map(({ name, host }) => ({
        en: `${name} on ${host} is stopped, with all its data.`,
        zh: `${host} 上的 ${name} 已停止，数据完好。`,
      }))
    : [];
  const isElsewhere = waiting.length > 0 && plan.parked.every(({ host }) => host !== plan.target);
  const hosts = joinWords([plan.target, ...plan.parked.map(({ host }) => host)].filter(isFirst), {
    en: ' and ',
    zh: ' 和 ',
  });
  const later = {
    en: en`When ${hosts} can be reached: shiplock resume ${run}`,
    zh: zh`${hosts} 都能连接时继续处理：shiplock resume ${run}`,
  };
  const withoutTarget = {
    en: `If ${plan.target} is off and stays off: shiplock rollback ${run} --without-target starts what made way again.`,
    zh: `如果 ${plan.target} 已关机且不会再开机，可重新启动让位的容器：shiplock rollback ${run} --without-target`,
  };
  const state = sentences(
    {
      en: `Something of the restore is left on ${plan.target}.`,
      zh: `${plan.target} 上还有还原的残余。`,
    },
    restoration.isOpen('resume')
      ? { en: `It may run ${plan.name}.`, zh: `它可能正在运行 ${plan.name}。` }
      : undefined,
    ...waiting,
  );
  const text = sentences(
    // That it was wanted back, or interrupted, is no news; and back it is not.
    reason.code === 'cancelled' ? undefined : reason.text,
    { en: 'Taking the restore back did not finish.', zh: '还原的回滚没有做完。' },
    trouble.text,
  );
  return new ShiplockError('attention', text, {
    state,
    remedy: isElsewhere ? joinWords([later, withoutTarget], '\n') : later,
    details: [reason.details ?? '', `${trouble.message} ${trouble.details ?? ''}`].join('\n').trim(),
  });
}

export function targetLeftOut({ plan, run }: Restoration): ShiplockError {
  const again = plan.parked.map(({ host, name }) => ({
    en: `${host} has ${name} again as it was, started anew.`,
    zh: `${host} 上的 ${name} 已恢复原状并重新启动。`,
  }));
  const left = {
    en: `What the restore left on ${plan.target} is still there; it must not be started.`,
    zh: `还原在 ${plan.target} 上留下的内容仍在那里，不可启动。`,
  };
  const text = { en: `${plan.target} was left out, as asked.`, zh: `已按要求跳过 ${plan.target}。` };
  return new ShiplockError('attention', text, {
    state: sentences(...again, left),
    remedy: {
      en: `When ${plan.target} can be reached again: shiplock resume ${run}`,
      zh: `${plan.target} 恢复连接后继续清理：shiplock resume ${run}`,
    },
  });
}

/** After the commit. */
export function notTidied({ plan, run }: Restoration, error: ShiplockError): ShiplockError {
  return new ShiplockError(
    'attention',
    {
      en: en`The restore is done, but tidying up did not finish. ${error.text}`,
      zh: zh`还原已完成，但清理没有做完。${error.text}`,
    },
    {
      state: { en: `${plan.target} runs ${plan.name}.`, zh: `${plan.name} 正在 ${plan.target} 上运行。` },
      remedy: {
        en: `When every host of it can be reached: shiplock resume ${run}`,
        zh: `所涉主机都能连接时继续完成：shiplock resume ${run}`,
      },
      details: error.details,
    },
  );
}

/**
 * The container has ended since, and its engine does not start it again. Undefined if it runs, or if the target cannot be
 * asked any more.
 */
export async function endedSince({
  target,
  containerId,
  plan,
}: Restoration): Promise<ShiplockError | undefined> {
  const now = await target.engine.container(containerId).catch((thrown: unknown) => {
    if (asShiplockError(thrown).code !== 'link-lost') throw thrown;
  });
  if (now?.state !== 'exited' && now?.state !== 'dead') return undefined;
  const text = {
    en: `${plan.name} was restored on ${plan.target} and has ended there since, with exit status ${now.exitCode}.`,
    zh: `${plan.name} 已在 ${plan.target} 上还原，但此后在那里结束了，退出码为 ${now.exitCode}。`,
  };
  return new ShiplockError('attention', text, {
    state: {
      en: `${plan.target} does not run ${plan.name}; all its data is there.`,
      zh: `${plan.target} 没有在运行 ${plan.name}；它的全部数据都在那里。`,
    },
    remedy: {
      en: `Start it on ${plan.target}: docker start ${plan.name}`,
      zh: `在 ${plan.target} 上启动它：docker start ${plan.name}`,
    },
  });
}

/** A refusal that leaves the run as it was found. */
export function asBefore(
  { journal, run, log }: Restoration,
  text: BothLanguages,
  remedy: BothLanguages,
): ShiplockError {
  const state = { en: 'Nothing was changed.', zh: '未做任何更改。' };
  const refusal = new ShiplockError('usage', text, { state, remedy });
  const error = journal.runs.get(run).error ?? toErrorData(refusal);
  journal.runs.finish(run, 'attention', { error, report: log.save() });
  return refusal;
}

const isFirst = (host: string, index: number, all: readonly string[]): boolean => all.indexOf(host) === index;
