/** A run: where its container is, how far it is, and what came of it. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const runWords = catalogue({
  move: phrase({
    en: (container: string, from: string, to: string) => `${container}: ${from} → ${to}`,
    zh: (container, from, to) => `${container}：${from} → ${to}`,
  }),
  restore: phrase({
    en: (container: string, point: string, to: string) => `${container}: ${point} → ${to}`,
    zh: (container, point, to) => `${container}：${point} → ${to}`,
  }),
  title: phrase({ en: (run: string) => `Run ${run}`, zh: (run) => `任务 ${run}` }),
  begun: phrase({ en: (at: string) => `Begun ${at}`, zh: (at) => `开始于 ${at}` }),
  whereNow: { en: 'Where it runs now', zh: '容器当前所在主机' },
  runsOn: phrase({
    en: (container: string, host: string) => `${container} runs on ${host}`,
    zh: (container, host) => `${container} 正在 ${host} 上运行`,
  }),
  frozen: phrase({
    en: (container: string) => `${container} is frozen: it runs on no host just now`,
    zh: (container) => `${container} 已冻结，此刻不在任何主机上运行`,
  }),
  frozenSafe: phrase({
    en: (from: string) => `${from} keeps it whole until the target has it.`,
    zh: (from) => `在目标主机接管之前，${from} 上的副本保持完整。`,
  }),
  mayGoOn: phrase({
    en: (from: string) =>
      `It was frozen. Unless the target had leave to run it, ${from} lets it go on by itself within a minute of the last word from the laptop. Going on with the run finds out.`,
    zh: (from) =>
      `它曾被冻结。除非目标主机已获准运行，否则在收不到本机消息后一分钟内，${from} 会让它自行继续运行。继续任务即可查明。`,
  }),
  runsNowhere: phrase({
    en: (container: string) => `${container} runs on no host that the journal knows of`,
    zh: (container) => `据日志所知，${container} 不在任何主机上运行`,
  }),
  ranOnSilent: phrase({
    en: (container: string, host: string) =>
      `${container} ran on ${host} when it was heard of last; ${host} does not answer now`,
    zh: (container, host) => `最后一次得知时 ${container} 在 ${host} 上运行，但 ${host} 现在没有应答`,
  }),
  hasLeft: phrase({
    en: (container: string, host: string) =>
      `${container} ran on ${host} when this run ended; it does not run there any more`,
    zh: (container, host) => `此任务结束时 ${container} 在 ${host} 上运行，现在已不在那里运行`,
  }),
  olderRuns: phrase({
    en: (container: string, host: string) => `${container} runs on ${host} as it did before the restore`,
    zh: (container, host) => `${container} 仍以还原前的状态在 ${host} 上运行`,
  }),
  isRestored: phrase({
    en: (container: string, to: string) => `${container} is being restored on ${to}; it does not run yet`,
    zh: (container, to) => `正在 ${to} 上还原 ${container}，尚未运行`,
  }),
  notRestored: phrase({
    en: (container: string, to: string) => `${container} was not restored on ${to}`,
    zh: (container, to) => `${container} 没有在 ${to} 上还原`,
  }),
  byTheJournal: {
    en: 'So says the journal; its hosts tell more when the run is gone on with.',
    zh: '以上取自日志；继续任务时会向主机核实。',
  },
  linkLost: phrase({
    en: (host: string) => `The connection to ${host} was lost. Trying again …`,
    zh: (host) => `与 ${host} 的连接已中断，正在重试……`,
  }),
  nextTry: phrase({
    en: (pause: string, attempt: number) => `Attempt ${attempt} failed; the next one follows in ${pause}.`,
    zh: (pause, attempt) => `第 ${attempt} 次重连失败，${pause}后再试。`,
  }),
  progress: { en: 'Progress', zh: '进度' },
  state: { en: 'State', zh: '状态' },
  time: { en: 'Time', zh: '用时' },
  steps: { en: 'Steps', zh: '步骤' },
  nowAt: phrase({ en: (phase: string) => `Now: ${phase}`, zh: (phase) => `当前：${phase}` }),
  notCarriedOutHere: {
    en: 'It is not carried out by this Shiplock, but perhaps by another, such as the command line. How it stands is read from the journal; bytes and rounds are shown at its end.',
    zh: '此任务不是由本窗口的 Shiplock 执行，可能由命令行等另一个 Shiplock 执行。状态取自日志；传输量和轮次在结束后显示。',
  },
  ifInterrupted: {
    en: 'If nobody carries it out any more, after a crash or a power loss for instance, go on with it here:',
    zh: '如果它已无人执行（例如程序崩溃或断电之后），可在此继续：',
  },
  freezeClock: { en: 'Freeze', zh: '停机时间' },
  freezeNotYet: { en: 'Not frozen. It runs while it is copied.', zh: '尚未冻结，复制期间容器照常运行。' },
  freezeTicking: { en: 'Frozen for', zh: '已冻结' },
  freezeEnded: { en: 'It stood still for', zh: '容器停机' },
  freezeTakenBack: {
    en: 'The freeze was taken back; it goes on on its source.',
    zh: '冻结已撤销，容器在源主机上继续运行。',
  },
  freezeUnknown: phrase({
    en: (since: string) => `Frozen at ${since}; the journal does not tell of its end.`,
    zh: (since) => `于 ${since} 冻结，日志中没有其结束的记录。`,
  }),
  expected: phrase({
    en: (likely: string, low: string, high: string) => `Expected: ${likely} (${low} to ${high})`,
    zh: (likely, low, high) => `预计：${likely}（${low} 至 ${high}）`,
  }),
  timeLeft: phrase({
    en: (time: string) => `About ${time} left`,
    zh: (time) => `大约还需 ${time}`,
  }),
  timeLeftUnknown: {
    en: 'How long it will take yet cannot be told reliably.',
    zh: '剩余时间暂时无法可靠估计。',
  },
  sent: { en: 'Sent', zh: '传输量' },
  givenByLaptop: phrase({
    en: (bytes: string) => `and ${bytes} that this laptop had already`,
    zh: (bytes) => `另有 ${bytes} 取自本机已有的数据`,
  }),
  inThisPhase: phrase({
    en: (bytes: string) => `${bytes} in this phase`,
    zh: (bytes) => `本阶段 ${bytes}`,
  }),
  rangeOf: phrase({
    en: (likely: string, low: string, high: string) => `${likely} (${low} to ${high})`,
    zh: (likely, low, high) => `${likely}（${low} 至 ${high}）`,
  }),
  rateNow: phrase({ en: (rate: string) => `${rate} just now`, zh: (rate) => `当前速率 ${rate}` }),
  ratePeak: phrase({ en: (rate: string) => `${rate} at most`, zh: (rate) => `最高 ${rate}` }),
  rateMean: phrase({ en: (rate: string) => `${rate} on average`, zh: (rate) => `平均 ${rate}` }),
  cargo: { en: 'What', zh: '内容' },
  fromSource: { en: 'Sent by the source', zh: '由源主机发送' },
  fromLaptop: { en: 'From this laptop', zh: '由本机提供' },
  sentByLaptop: { en: 'Sent by this laptop', zh: '由本机发送' },
  image: { en: 'Image layers', zh: '镜像层' },
  memory: { en: 'Memory', zh: '内存' },
  rwLayer: { en: 'RW layer', zh: '读写层' },
  volumes: { en: 'Volumes', zh: '数据卷' },
  log: { en: 'Log', zh: '容器日志' },
  total: { en: 'In all', zh: '合计' },
  files: { en: 'Files', zh: '文件' },
  route: { en: 'Route', zh: '传输路径' },
  direct: { en: 'direct, from host to host', zh: '直连：主机到主机' },
  relay: { en: 'through this laptop', zh: '经本机中继' },
  'direct-then-relay': {
    en: 'direct at first, then through this laptop',
    zh: '先直连，后经本机中继',
  },
  throughput: { en: 'Throughput', zh: '传输速率' },
  throughputChart: { en: 'Throughput over time', zh: '传输速率随时间的变化' },
  rounds: { en: 'Rounds', zh: '预拷贝轮次' },
  roundsMean: {
    en: 'Each round sends what has changed since the one before. The smaller the last, the shorter the freeze.',
    zh: '每一轮只传送上一轮之后变化的数据。最后一轮越小，停机时间越短。',
  },
  round: { en: 'Round', zh: '轮次' },
  kindFiles: { en: 'files', zh: '文件' },
  kindMemory: { en: 'memory', zh: '内存' },
  kindFinal: { en: 'the last, in the freeze', zh: '最后一轮（冻结中）' },
  paused: { en: 'Paused for', zh: '暂停' },
  roundsPicture: phrase({
    en: (count: number, largest: string, last: string) =>
      `${plural(count, 'round')}; the largest sent ${largest}, the last ${last}`,
    zh: (count, largest, last) => `共 ${count} 轮；最大一轮 ${largest}，最后一轮 ${last}`,
  }),
  picture: { en: 'The move as a picture', zh: '迁移示意图' },
  flowDirect: phrase({
    en: (from: string, to: string) => `Data flows from ${from} to ${to}`,
    zh: (from, to) => `数据从 ${from} 直接流向 ${to}`,
  }),
  flowRelay: phrase({
    en: (from: string, to: string) => `Data flows from ${from} through this laptop to ${to}`,
    zh: (from, to) => `数据从 ${from} 经本机流向 ${to}`,
  }),
  flowFromLaptop: phrase({
    en: (to: string) => `Data flows from this laptop to ${to}`,
    zh: (to) => `数据从本机流向 ${to}`,
  }),
  flowNone: { en: 'No data flows', zh: '没有数据传输' },
  laptop: { en: 'This laptop', zh: '本机' },
  source: { en: 'Source', zh: '源主机' },
  target: { en: 'Target', zh: '目标主机' },
  markRuns: { en: 'runs here', zh: '在此运行' },
  markFrozen: { en: 'frozen here, whole', zh: '在此冻结，数据完整' },
  markFilling: { en: 'being filled', zh: '正在接收' },
  markWaits: { en: 'waits', zh: '等待中' },
  markGone: { en: 'no longer here', zh: '已不在此' },
  markPoint: { en: 'restore point', zh: '还原点' },
  markUnreachable: { en: 'cannot be reached', zh: '无法连接' },
  outcome: { en: 'Outcome', zh: '结果' },
  done: { en: 'Done', zh: '已完成' },
  moved: { en: 'Moved', zh: '迁移完成' },
  restored: { en: 'Restored', zh: '还原完成' },
  'rolled-back': { en: 'Taken back', zh: '已回滚' },
  attention: { en: 'Needs attention', zh: '需要处理' },
  running: { en: 'Under way', zh: '进行中' },
  figure: { en: 'Figure', zh: '指标' },
  happened: { en: 'As it was', zh: '实际' },
  estimated: { en: 'Expected', zh: '预计' },
  inAll: { en: 'Time in all', zh: '总用时' },
  freezeParts: { en: 'The freeze taken apart', zh: '停机时间明细' },
  partsOverlap: { en: 'Parts that ran at the same time overlap.', zh: '同时进行的部分会重叠。' },
  rescued: phrase({
    en: (at: string) =>
      `It was rescued: it went on from how it was at ${at}. What it did after that is lost.`,
    zh: (at) => `已救援：从 ${at} 的状态继续运行，此后产生的数据已丢失。`,
  }),
  remarks: { en: 'Worth knowing', zh: '备注' },
  exportLog: { en: 'Export the incident log', zh: '导出事件日志' },
  allRuns: { en: 'All runs', zh: '全部任务' },
});

export const runsWords = catalogue({
  title: { en: 'Runs', zh: '任务' },
  none: { en: 'There was no run yet.', zh: '还没有任何迁移或还原任务。' },
  firstDo: {
    en: 'To move a container, choose its host at the station, then the container.',
    zh: '要迁移容器，请先在站点页选择主机，再选择容器。',
  },
  toStation: { en: 'To the station', zh: '前往站点' },
  search: { en: 'Search by container, host or run', zh: '按容器、主机或任务编号查找' },
  outcome: { en: 'Outcome', zh: '结果' },
  all: { en: 'all', zh: '全部' },
  run: { en: 'Run', zh: '任务' },
  container: { en: 'Container', zh: '容器' },
  from: { en: 'From', zh: '源主机' },
  to: { en: 'To', zh: '目标主机' },
  begun: { en: 'Begun', zh: '开始时间' },
  freeze: { en: 'Freeze', zh: '停机时间' },
  noneFits: { en: 'No run fits.', zh: '没有符合条件的记录。' },
  found: phrase({
    en: (count: number) => plural(count, 'run'),
    zh: (count) => `共 ${count} 条`,
  }),
  newest: phrase({
    en: (count: number) => `The newest ${count}; older ones follow as you scroll`,
    zh: (count) => `最近 ${count} 条；向下滚动可查看更早的记录`,
  }),
});
