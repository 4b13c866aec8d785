/** The wizard that makes a move ready. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const migrate = catalogue({
  title: phrase({
    en: (container: string) => `Move ${container}`,
    zh: (container) => `迁移 ${container}`,
  }),
  stepsOfWizard: { en: 'Steps', zh: '步骤' },
  what: { en: 'What', zh: '迁移对象' },
  where: { en: 'Where', zh: '目标主机' },
  how: { en: 'How', zh: '迁移方式' },
  review: { en: 'Review', zh: '确认' },
  run: { en: 'Run', zh: '执行' },
  stepOf: phrase({
    en: (step: number, all: number, name: string) => `Step ${step} of ${all}: ${name}`,
    zh: (step, all, name) => `第 ${step} 步（共 ${all} 步）：${name}`,
  }),
  next: { en: 'Next', zh: '下一步' },
  back: { en: 'Back', zh: '上一步' },

  whatMeans: phrase({
    en: (container: string, from: string) =>
      `${container} goes to another host with its memory, files, image and volumes. Until the very end it stays whole on ${from}: if anything goes wrong, it goes on there.`,
    zh: (container, from) =>
      `${container} 将连同内存、文件、镜像和数据卷一起迁移到另一台主机。直到最后一刻，${from} 上的副本都保持完整：一旦出错，容器就在原处继续运行。`,
  }),
  looking: phrase({ en: (host: string) => `Looking at ${host} …`, zh: (host) => `正在查看 ${host}……` }),
  notThere: phrase({
    en: (host: string, container: string) => `${host} has no container ${container} any more.`,
    zh: (host, container) => `${host} 上已没有容器 ${container}。`,
  }),
  toHost: phrase({ en: (host: string) => `Back to ${host}`, zh: (host) => `返回 ${host}` }),
  container: { en: 'Container', zh: '容器' },
  image: { en: 'Image', zh: '镜像' },
  state: { en: 'State', zh: '状态' },
  ports: { en: 'Ports', zh: '端口' },
  noPorts: { en: 'none', zh: '无' },
  runsOn: { en: 'Runs on', zh: '所在主机' },

  whereTo: { en: 'Which host shall run it?', zh: '迁移到哪台主机？' },
  noOther: {
    en: 'There is no other host yet. Add the one that is to run it.',
    zh: '还没有其他主机。请先添加目标主机。',
  },
  addHost: { en: 'Add a host', zh: '添加主机' },
  check: { en: 'Check this move', zh: '开始检查' },
  checkAgain: { en: 'Check again', zh: '重新检查' },
  checkMeans: {
    en: 'The checks look at both hosts and at the container, and change nothing.',
    zh: '检查会查看两端主机和容器，不做任何更改。',
  },
  checking: phrase({
    en: (count: number) => `Checking … ${plural(count, 'check')} made so far.`,
    zh: (count) => `正在检查……已完成 ${count} 项。`,
  }),
  rehearsing: phrase({
    en: (count: number) => `Checking, and dumping for a trial … ${plural(count, 'check')} made so far.`,
    zh: (count) => `正在检查并试转储……已完成 ${count} 项。`,
  }),
  stop: { en: 'Stop', zh: '停止' },
  errorsStand: phrase({
    en: (count: number) =>
      `${count === 1 ? 'One thing stands' : `${count} things stand`} in the way. Remedy it, then check again.`,
    zh: (count) => `有 ${count} 个问题阻碍迁移。请处理后重新检查。`,
  }),
  warningsStand: phrase({
    en: (count: number) =>
      `Nothing stands in the way, if you accept ${count === 1 ? 'one warning' : `${count} warnings`}.`,
    zh: (count) => `没有阻碍，但有 ${count} 条警告需要您接受。`,
  }),
  nothingStands: { en: 'Nothing stands in the way.', zh: '没有阻碍，可以迁移。' },
  accept: { en: 'I accept this', zh: '我接受' },
  otherFindings: phrase({
    en: (count: number) => `${plural(count, 'more finding')} that ${count === 1 ? 'is' : 'are'} no hindrance`,
    zh: (count) => `另有 ${count} 项不影响迁移的检查结果`,
  }),
  replaceThere: phrase({
    en: (to: string) => `Replace the data on ${to}. It cannot be brought back.`,
    zh: (to) => `替换 ${to} 上的数据（无法找回）`,
  }),

  keepSource: phrase({
    en: (from: string) => `Keep the copy on ${from}, stopped and renamed`,
    zh: (from) => `在 ${from} 上保留副本（停止并改名）`,
  }),
  keepSourceMeans: {
    en: 'Otherwise it is removed when the target runs it. Keep it where there is room and you want to look at it later.',
    zh: '否则目标主机开始运行后将删除该副本。如果空间充足并想日后查看，可保留。',
  },
  useStore: { en: 'Take from this laptop what it has already', zh: '优先使用本机已有的数据' },
  useStoreMeans: phrase({
    en: (from: string) =>
      `What a restore point or a stored image has is sent from here, so that ${from} has less to do.`,
    zh: (from) => `还原点或已存镜像中已有的数据由本机发送，减轻 ${from} 的负担。`,
  }),
  rehearse: { en: 'Dump it for a trial first', zh: '先进行一次试转储' },
  rehearseMeans: {
    en: 'Pauses the container for a moment, and tells whether it can be dumped at all. The dump is thrown away.',
    zh: '容器会短暂暂停，用来确认能否转储。试转储的结果会丢弃。',
  },
  advanced: { en: 'For experts', zh: '高级选项' },
  route: { en: 'Route', zh: '传输路径' },
  auto: { en: 'Whichever is faster (measured when the move begins)', zh: '自动：迁移开始时测量，取较快者' },
  direct: { en: 'Direct, from host to host', zh: '直连：主机到主机' },
  relay: { en: 'Through this laptop', zh: '经本机中继' },
  maxRounds: { en: 'Rounds before the freeze, at most', zh: '冻结前的预拷贝轮数上限' },
  maxRoundsMeans: {
    en: 'Of files, and of memory. More rounds make the freeze shorter and the move longer.',
    zh: '文件和内存分别计算。轮数越多，停机时间越短，总用时越长。',
  },
  maxFreeze: { en: 'Longest freeze, in seconds', zh: '最长停机时间（秒）' },
  maxFreezeMeans: {
    en: 'If it is likely to take longer, the container is not frozen, and the move is taken back.',
    zh: '预计超过此时间时不会冻结容器，迁移将回滚。',
  },
  badNumber: phrase({
    en: (least: number, most: number) => `A whole number from ${least} to ${most}.`,
    zh: (least, most) => `请填写 ${least} 到 ${most} 之间的整数。`,
  }),

  reviewMeans: phrase({
    en: (container: string, from: string, to: string) => `${container} goes from ${from} to ${to}.`,
    zh: (container, from, to) => `将 ${container} 从 ${from} 迁移到 ${to}。`,
  }),
  likely: { en: 'What it is likely to cost', zh: '预计代价' },
  learned: phrase({
    en: (count: number) =>
      count === 0 ? 'Measured now.' : `Measured now, and corrected by ${plural(count, 'earlier run')}.`,
    zh: (count) => (count === 0 ? '根据当前测量得出。' : `根据当前测量得出，并参考了以往 ${count} 次任务。`),
  }),
  noEstimate: {
    en: 'It could not be estimated. At most this is sent if nothing changes meanwhile:',
    zh: '无法估计。如果期间没有变化，最多传输：',
  },
  overRoute: phrase({
    en: (route: string, rate: string) => `${route}, ${rate}`,
    zh: (route, rate) => `${route}，${rate}`,
  }),
  freeze: { en: 'Freeze', zh: '停机时间' },
  inAll: { en: 'Time in all', zh: '总用时' },
  bytes: { en: 'Sent', zh: '传输量' },
  rangeOf: phrase({
    en: (likely: string, low: string, high: string) => `${likely} (${low} to ${high})`,
    zh: (likely, low, high) => `${likely}（${low} 至 ${high}）`,
  }),
  fromLaptop: phrase({
    en: (bytes: string, point: string | undefined) =>
      `${bytes} of it are on this laptop already${point === undefined ? '' : ` (${point})`}: the source sends only what has changed since.`,
    zh: (bytes, point) =>
      `其中 ${bytes} 本机已有${point === undefined ? '' : `（${point}）`}，源主机只发送此后变化的部分。`,
  }),
  rehearsed: phrase({
    en: (paused: string, bytes: string) =>
      `The dump for a trial worked: a pause of ${paused}, ${bytes} of checkpoint.`,
    zh: (paused, bytes) => `试转储成功：暂停 ${paused}，检查点大小 ${bytes}。`,
  }),
  connections: { en: 'Connections', zh: 'TCP 连接' },
  connectionsNone: { en: 'There are no established TCP connections.', zh: '没有已建立的 TCP 连接。' },
  connectionsKeep: {
    en: 'TCP connections go with it; clients notice the freeze only.',
    zh: 'TCP 连接随容器一起迁移，客户端只会感到停机时间。',
  },
  connectionsClose: {
    en: 'TCP connections are closed; clients have to connect again.',
    zh: 'TCP 连接会断开，客户端需要重新连接。',
  },
  differences: { en: 'What will not be the same', zh: '迁移后的差异' },
  accepted: { en: 'What you accept', zh: '您接受的警告' },
  chosen: { en: 'How', zh: '迁移方式' },
  sourceKept: phrase({
    en: (from: string) => `The copy on ${from} is stopped, renamed and kept.`,
    zh: (from) => `${from} 上的副本停止、改名并保留。`,
  }),
  sourceRemoved: phrase({
    en: (from: string) => `The copy on ${from} is removed once the target runs it.`,
    zh: (from) => `目标主机运行后，删除 ${from} 上的副本。`,
  }),
  dataReplaced: phrase({
    en: (to: string) => `Data on ${to} is replaced and cannot be brought back:`,
    zh: (to) => `${to} 上的以下数据将被替换，无法找回：`,
  }),
  start: { en: 'Start the move', zh: '开始迁移' },
  canGoBack: {
    en: 'It can be cancelled until the target runs it; then it can be moved back.',
    zh: '目标主机接管之前可以随时取消；之后可以再迁回来。',
  },

  starting: {
    en: 'Everything is checked once more, then the run begins. Nothing was changed yet.',
    zh: '正在最后检查一遍，随后开始执行。目前未做任何更改。',
  },
  cancel: { en: 'Do not start', zh: '不开始' },
  notBegun: { en: 'The move was not begun.', zh: '迁移没有开始。' },
  lostWhileStarting: {
    en: 'The window lost Shiplock while the move was being started. If it was begun, it goes on: the list of runs tells.',
    zh: '启动迁移时窗口与 Shiplock 失去联系。如果已经开始，它会继续执行，请查看任务列表。',
  },
  toRuns: { en: 'To the runs', zh: '查看任务列表' },
});
