/** The places where the window does what a command of the command line does, each as a link that stands in a sentence. */
import { catalogue, phrase } from './catalogue.ts';
import { frame } from './frame.ts';
import { runActs } from './run-acts.ts';

export const ways = catalogue({
  onTerminal: { en: 'On a terminal', zh: '在终端中执行' },
  // Hosts
  station: frame.station,
  addHost: { en: 'Add a host', zh: '添加主机' },
  check: phrase({ en: (host: string) => `Check ${host}`, zh: (host) => `检查主机 ${host}` }),
  removeHost: phrase({ en: (host: string) => `Remove ${host}`, zh: (host) => `移除主机 ${host}` }),
  containersOf: phrase({
    en: (host: string) => `The containers of ${host}`,
    zh: (host) => `${host} 上的容器`,
  }),
  move: phrase({
    en: (container: string, from: string, to: string) => `Move ${container} from ${from} to ${to}`,
    zh: (container, from, to) => `将 ${container} 从 ${from} 迁移到 ${to}`,
  }),
  moveAny: { en: 'Move a container', zh: '迁移容器' },
  // Runs
  runs: frame.runs,
  openRun: phrase({ en: (run: string) => `Open run ${run}`, zh: (run) => `查看任务 ${run}` }),
  resume: phrase({ en: (run: string) => `Go on with run ${run}`, zh: (run) => `继续任务 ${run}` }),
  resumeWithoutSource: phrase({
    en: (run: string) => `End run ${run} without the source`,
    zh: (run) => `不等源主机，结束任务 ${run}`,
  }),
  rollBack: phrase({ en: (run: string) => `Take run ${run} back`, zh: (run) => `回滚任务 ${run}` }),
  rollBackWithoutTarget: phrase({
    en: (run: string) => `Take run ${run} back without the target`,
    zh: (run) => `不等目标主机，强制回滚任务 ${run}`,
  }),
  rescue: phrase({
    en: (run: string) => `Start what arrived of run ${run}`,
    zh: (run) => `用任务 ${run} 已到达的数据启动`,
  }),
  rescueWithoutMemory: phrase({
    en: (run: string) => `Start what arrived of run ${run}, from its files`,
    zh: (run) => `用任务 ${run} 已到达的文件启动`,
  }),
  // The buttons of a run's own screen
  hereResume: runActs.resume,
  hereWithoutSource: runActs.resumeWithoutSource,
  hereRollBack: runActs.rollBack,
  hereWithoutTarget: runActs.withoutTarget,
  hereRescue: { en: 'Start it from what arrived', zh: '用已到达的数据启动' },
  // Images
  imagesOf: phrase({
    en: (host: string) => `The images of ${host} ahead of a move`,
    zh: (host) => `${host} 的预存镜像`,
  }),
  images: { en: 'Images ahead of a move, on the screen of each host', zh: '各主机页面中的“迁移前预存镜像”' },
  // Restore points
  restorePoints: frame.restorePoints,
  openPoint: phrase({ en: (point: string) => `Open ${point}`, zh: (point) => `查看还原点 ${point}` }),
  filesOf: phrase({
    en: (point: string) => `The files of ${point}`,
    zh: (point) => `还原点 ${point} 的文件`,
  }),
  verifyPoint: phrase({ en: (point: string) => `Verify ${point}`, zh: (point) => `校验还原点 ${point}` }),
  backUp: phrase({
    en: (container: string, host: string) => `Back up ${container} on ${host}`,
    zh: (container, host) => `备份主机 ${host} 上的容器 ${container}`,
  }),
  backUpAny: { en: 'Back up a container', zh: '备份容器' },
  policies: { en: 'Policies', zh: '备份策略' },
  bringIn: { en: 'Bring a restore point in', zh: '导入还原点' },
  // The store
  store: { en: 'Store of restore points', zh: '还原点存储' },
  verifyStore: { en: 'Verify the store', zh: '校验存储' },
  prune: { en: 'Clean up the store', zh: '清理存储' },
  rebuildIndex: { en: 'Rebuild the index of the store', zh: '重建存储的索引' },
  // Incident logs
  incidents: frame.incidents,
});
