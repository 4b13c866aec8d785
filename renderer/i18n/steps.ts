/** A run's phases and steps, and how each stands, in the words of those who look on. */
import type { PhaseName, PhaseState } from '../state/run-phases.ts';
import type { StepState } from '../../shared/model.ts';
import { catalogue } from './catalogue.ts';

export const phaseNames = catalogue({
  prepare: { en: 'Prepare the hosts', zh: '准备主机' },
  copy: { en: 'Copy', zh: '复制数据' },
  freeze: { en: 'Freeze and hand over', zh: '冻结并交接' },
  change: { en: 'Put it in its place', zh: '就位' },
  check: { en: 'Check and decide', zh: '检查并提交' },
  tidy: { en: 'Tidy up', zh: '清理' },
} satisfies Record<PhaseName, { en: string; zh: string }>);

export const phaseStates = catalogue({
  waiting: { en: 'to come', zh: '未开始' },
  running: { en: 'under way', zh: '进行中' },
  done: { en: 'done', zh: '完成' },
  failed: { en: 'failed', zh: '失败' },
  undoing: { en: 'being taken back', zh: '正在回滚' },
  undone: { en: 'taken back', zh: '已回滚' },
  unfinished: { en: 'not finished', zh: '未完成' },
} satisfies Record<PhaseState, { en: string; zh: string }>);

export const stepStates = catalogue({
  intent: { en: 'begun', zh: '已开始' },
  done: { en: 'done', zh: '完成' },
  failed: { en: 'failed', zh: '失败' },
  undone: { en: 'taken back', zh: '已回滚' },
} satisfies Record<StepState, { en: string; zh: string }>);

const names = catalogue({
  mark: { en: 'Reserve the container for this run', zh: '锁定容器，供本次任务使用' },
  workspace: { en: 'Make room for work on both hosts', zh: '在主机上建立工作区' },
  route: { en: 'Measure and choose the route', zh: '测量并选择传输路径' },
  runtime: { en: 'Make the target able to restore', zh: '使目标主机具备恢复能力' },
  image: { en: 'Send the image layers that are missing', zh: '传送缺少的镜像层' },
  data: { en: 'Make the volumes', zh: '创建数据卷' },
  create: { en: 'Create the container on the target', zh: '在目标主机上创建容器' },
  rounds: { en: 'Copy in rounds while it runs', zh: '容器运行中逐轮预拷贝' },
  freeze: { en: 'Freeze it', zh: '冻结容器' },
  deliver: { en: 'Send the rest and prove that all arrived', zh: '传送剩余数据并校验完整' },
  fence: { en: 'Make sure that the source keeps still', zh: '确认源主机保持静止' },
  resume: { en: 'Let it go on on the target', zh: '在目标主机上恢复运行' },
  check: { en: 'Check that it lives', zh: '检查容器是否正常' },
  commit: { en: 'Decide for the target', zh: '提交：归目标主机所有' },
  retire: { en: 'Retire the copy on the source', zh: '停用源主机上的副本' },
  tidy: { en: 'Clear away what is not needed', zh: '清除临时文件' },
});

const namesOfRestore = catalogue({
  deliver: { en: 'Send files and memory from this laptop', zh: '从本机传送文件和内存' },
  park: { en: 'Stop what makes way', zh: '停止让位的容器' },
  exchange: { en: 'Put what arrived in its place', zh: '用到达的数据替换原有数据' },
  resume: { en: 'Start it on the target', zh: '在目标主机上启动' },
});

const freezeParts = catalogue({
  pause: { en: 'Pause', zh: '暂停' },
  dump: { en: 'Dump', zh: '转储检查点' },
  memory: { en: 'Send the memory', zh: '传送内存' },
  'check checkpoint': { en: 'Prove that the checkpoint arrived', zh: '校验检查点' },
  fence: { en: 'The source promises to keep still', zh: '源主机承诺保持静止' },
  restore: { en: 'Restore on the target', zh: '在目标主机上恢复' },
  liveness: { en: 'Check that it lives', zh: '检查容器是否正常' },
});

const proofs = catalogue({ of: { en: 'Prove that it arrived: ', zh: '校验：' } });

type Names = Readonly<Record<string, { readonly en: string; readonly zh: string }>>;

/** A step of a later version is called by its own name. */
export function nameOfStep(step: string, of: 'move' | 'restore', language: 'en' | 'zh'): string {
  const known: Names = of === 'move' ? names : { ...names, ...namesOfRestore };
  return known[step]?.[language] ?? step;
}

/** A part of the freeze; one that sends or proves a place of files is called by that place. */
export function nameOfFreezePart(part: string, language: 'en' | 'zh'): string {
  const known: Names = freezeParts;
  const place = part.replace(/^check /, '');
  return known[part]?.[language] ?? (place === part ? part : `${proofs.of[language]}${place}`);
}
