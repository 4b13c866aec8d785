/** The field's words in both languages: steps, rounds, parts of the freeze, outcomes, kinds of errors. */
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Round, RunState, Severity, StepState, TakenRoute } from '../../../shared/model.ts';
import type { BothLanguages } from '../../../shared/words.ts';

/** Of moves and restores. */
const steps: Readonly<Record<string, BothLanguages>> = {
  mark: { en: 'reserve the container', zh: '标记容器' },
  workspace: { en: 'prepare both hosts', zh: '准备工作目录' },
  route: { en: 'choose the route', zh: '选择传输路径' },
  runtime: { en: 'prepare the target to restore', zh: '准备目标主机的运行时' },
  image: { en: 'send image layers', zh: '传送镜像层' },
  data: { en: 'make room for data', zh: '准备数据卷' },
  create: { en: 'create the container on the target', zh: '在目标主机上创建容器' },
  rounds: { en: 'pre-copy: copy while it runs', zh: '预拷贝（容器照常运行）' },
  freeze: { en: 'freeze the container', zh: '冻结容器' },
  deliver: { en: 'send what changed last', zh: '传送最后的变更' },
  fence: { en: 'make sure that the source keeps still', zh: '确保源容器保持静止' },
  resume: { en: 'resume on the target', zh: '在目标主机上恢复运行' },
  check: { en: 'check that it lives', zh: '检查运行状况' },
  commit: { en: 'commit', zh: '提交迁移' },
  retire: { en: 'retire the copy on the source', zh: '停用源主机上的副本' },
  tidy: { en: 'tidy up', zh: '清理' },
  park: { en: 'stop what makes way', zh: '停用让位的容器' },
  exchange: { en: 'put the data in its place', zh: '换入数据' },
};

/** As the steps time them: `Move.log.part`. */
const freezeParts: Readonly<Record<string, BothLanguages>> = {
  pause: { en: 'pause', zh: '暂停' },
  dump: { en: 'dump', zh: '转储检查点' },
  memory: { en: 'send memory', zh: '传送内存' },
  fence: { en: 'hold the source', zh: '锁住源容器' },
  restore: { en: 'restore', zh: '恢复' },
  liveness: { en: 'check that it lives', zh: '检查存活' },
  'RW layer and log': { en: 'send RW layer and log', zh: '传送读写层和日志' },
  volumes: { en: 'send volumes', zh: '传送数据卷' },
  'check RW layer and log': { en: 'check RW layer and log', zh: '校验读写层和日志' },
  'check volumes': { en: 'check volumes', zh: '校验数据卷' },
  'check checkpoint': { en: 'check the checkpoint', zh: '校验检查点' },
};

const rounds: Readonly<Record<Round['kind'], BothLanguages>> = {
  files: { en: 'files', zh: '文件' },
  memory: { en: 'memory', zh: '内存' },
  final: { en: 'freeze', zh: '冻结（最后一轮）' },
};

export const stepStates: Readonly<Record<StepState, BothLanguages>> = {
  intent: { en: 'begun, not ended', zh: '已开始，未结束' },
  done: { en: 'done', zh: '完成' },
  failed: { en: 'failed', zh: '失败' },
  undone: { en: 'taken back', zh: '已回滚' },
};

export const outcomes: Readonly<Record<RunState, BothLanguages>> = {
  running: { en: 'not ended', zh: '未结束' },
  committed: { en: 'committed', zh: '已提交' },
  'rolled-back': { en: 'rolled back', zh: '已回滚' },
  attention: { en: 'needs attention', zh: '需要人工处理' },
};

export const severities: Readonly<Record<Severity, BothLanguages>> = {
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  info: { en: 'info', zh: '提示' },
  ok: { en: 'ok', zh: '正常' },
};

export const errorTerms: Readonly<Record<ErrorCode, BothLanguages>> = {
  usage: { en: 'asked for what cannot be done', zh: '请求无法执行' },
  'not-found': { en: 'not known', zh: '未找到' },
  'host-key': { en: 'another host key than agreed to', zh: '主机密钥不符' },
  'preflight-failed': { en: 'the checks stand against it', zh: '迁移前检查未通过' },
  'host-unreachable': { en: 'the host cannot be reached', zh: '无法连接主机' },
  'login-refused': { en: 'the host refused the login', zh: '主机拒绝登录' },
  'sudo-refused': { en: 'sudo refused', zh: 'sudo 被拒绝' },
  'link-lost': { en: 'the link was lost', zh: '连接中断' },
  'timed-out': { en: 'it took too long', zh: '操作超时' },
  cancelled: { en: 'cancelled by the user', zh: '用户取消' },
  'command-failed': { en: 'a command on a host failed', zh: '主机上的命令执行失败' },
  'engine-failed': { en: 'the engine failed', zh: '容器引擎出错' },
  'dump-refused': { en: 'the checkpoint could not be taken', zh: '无法生成检查点' },
  'restore-refused': { en: 'the checkpoint could not be restored', zh: '无法从检查点恢复' },
  'transfer-failed': { en: 'sending failed', zh: '数据传输失败' },
  'freeze-too-long': { en: 'the freeze would be too long', zh: '停机时间超出限制' },
  'no-direct-route': { en: 'there is no direct route', zh: '没有直连路径' },
  'disk-full': { en: 'a disk is full', zh: '磁盘已满' },
  'lease-over': { en: 'the source let the container go on by itself', zh: '源主机已自行恢复容器运行' },
  incomplete: { en: 'not everything arrived', zh: '数据不完整' },
  'not-alive': { en: 'the restored container does not live as it did', zh: '恢复后的容器运行不正常' },
  busy: { en: 'something else is under way', zh: '另有操作正在进行' },
  journal: { en: 'the journal cannot be used', zh: '日志库无法读写' },
  'store-damaged': { en: 'the store of restore points is damaged', zh: '还原点存储已损坏' },
  'store-locked': { en: 'the store of restore points is locked', zh: '还原点存储未解锁' },
  attention: { en: 'a person has to decide', zh: '需要人工决定' },
  internal: { en: 'a defect in Shiplock', zh: 'Shiplock 内部缺陷' },
};

const entryKinds: Readonly<Record<string, BothLanguages>> = {
  'run-begun': { en: 'run begun', zh: '运行开始' },
  'run-claimed': { en: 'run taken over by another process', zh: '由另一进程接管' },
  'run-plan-saved': { en: 'plan saved', zh: '保存计划' },
  'run-report-saved': { en: 'figures saved', zh: '保存统计数据' },
  'run-finished': { en: 'run ended', zh: '运行结束' },
  'step-intended': { en: 'about to', zh: '即将' },
  'step-data': { en: 'noted in', zh: '步骤备注' },
  'step-done': { en: 'done', zh: '完成' },
  'step-failed': { en: 'failed', zh: '失败' },
  'step-undone': { en: 'taken back', zh: '已回滚' },
  'evidence-kept': { en: 'what a host told was kept', zh: '保存主机信息' },
};

export const routes: Readonly<Record<TakenRoute, BothLanguages>> = {
  direct: { en: 'direct, from host to host', zh: '直连（主机到主机）' },
  relay: { en: 'relay, through the laptop', zh: '中继（经笔记本电脑）' },
  'direct-then-relay': { en: 'direct, then the relay', zh: '先直连，后改为中继' },
};

/** A name that is not known here is told as it is. */
const termIn = (terms: Readonly<Record<string, BothLanguages>>, name: string): BothLanguages =>
  terms[name] ?? { en: name, zh: name };

export const stepTerm = (name: string): BothLanguages => termIn(steps, name);
export const freezePartTerm = (name: string): BothLanguages => termIn(freezeParts, name);
export const roundTerm = (kind: Round['kind']): BothLanguages => rounds[kind];
export const entryKindTerm = (kind: string): BothLanguages => termIn(entryKinds, kind);
