/** The station: its hosts, and the containers on them. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const station = catalogue({
  title: { en: 'Station', zh: '站点' },
  addHost: { en: 'Add a host …', zh: '添加主机……' },
  lookAgain: { en: 'Look again now', zh: '立即刷新' },
  search: { en: 'Search hosts and containers', zh: '搜索主机和容器' },
  searchHint: {
    en: 'Name, address, image, state or port',
    zh: '名称、地址、镜像、状态或端口',
  },
  found: phrase({
    en: (hosts: number, containers: number) => `${plural(hosts, 'host')}, ${plural(containers, 'container')}`,
    zh: (hosts, containers) => `${hosts} 台主机，${containers} 个容器`,
  }),
  nothingFound: { en: 'Nothing here has these words.', zh: '没有符合条件的主机或容器。' },
  showAll: { en: 'Show all', zh: '显示全部' },
  list: { en: 'Hosts and their containers', zh: '主机及其容器' },
  emptyTitle: { en: 'First, add your hosts', zh: '首先，添加主机' },
  emptyText: {
    en: 'A host is an edge box that runs containers. Shiplock reaches it over SSH and changes nothing on it until you say so.',
    zh: '主机是运行容器的边缘设备。Shiplock 通过 SSH 连接主机，未经您确认不会作任何更改。',
  },
  emptyFirst: { en: 'Add the box that has the containers now.', zh: '添加当前运行容器的设备。' },
  emptySecond: { en: 'Add the box that they are to move to.', zh: '添加容器要迁移到的设备。' },
  emptyThird: {
    en: 'Choose “Move …” beside a container, or “Back up now”.',
    zh: '在容器旁选择“迁移……”或“立即备份”。',
  },
  attention: { en: 'This needs you', zh: '需要您处理' },
  runNeedsYou: phrase({
    en: (run: string, container: string, from: string, to: string) =>
      `Run ${run}, ${container} from ${from} to ${to}, waits for your decision`,
    zh: (run, container, from, to) => `迁移 ${run}（容器 ${container}，${from} → ${to}）等待您的决定`,
  }),
  hostFails: phrase({
    en: (host: string) => `${host} shows signs that it fails. Move what runs on it while it still runs.`,
    zh: (host) => `主机 ${host} 出现故障迹象，请趁其仍在运行时迁移其容器。`,
  }),
  pointsLocked: {
    en: 'Which restore points there are is not shown: they are locked.',
    zh: '还原点已加密锁定，暂不显示。',
  },
  unlockPoints: { en: 'Give the passphrase …', zh: '输入口令……' },
  since: phrase({ en: (time: string) => `since ${time}`, zh: (time) => `自 ${time} 起` }),
  noContainers: { en: 'No containers.', zh: '没有容器。' },
  asLastSeen: { en: 'as last seen', zh: '上次所见' },
  ports: phrase({ en: (ports: string) => `Ports ${ports}`, zh: (ports) => `端口 ${ports}` }),
  running: { en: 'running', zh: '运行中' },
  paused: { en: 'paused', zh: '已暂停' },
  restarting: { en: 'restarting', zh: '正在重启' },
  created: { en: 'not started yet', zh: '尚未启动' },
  exited: { en: 'stopped', zh: '已停止' },
  dead: { en: 'dead', zh: '已失效' },
  removing: { en: 'being removed', zh: '正在删除' },
  exitCode: phrase({ en: (code: number) => `exit code ${code}`, zh: (code) => `退出码 ${code}` }),
  healthy: { en: 'healthy', zh: '健康' },
  unhealthy: { en: 'unhealthy', zh: '不健康' },
  starting: { en: 'health not known yet', zh: '健康状态待定' },
  lastPoint: phrase({
    en: (name: string, ago: string) => `Last restore point ${name}, ${ago}`,
    zh: (name, ago) => `最近还原点 ${name}，${ago}`,
  }),
  noPoint: { en: 'No restore point yet', zh: '尚无还原点' },
  runUnderWay: phrase({
    en: (from: string, to: string) => `On its way from ${from} to ${to}`,
    zh: (from, to) => `正在从 ${from} 迁移到 ${to}`,
  }),
  runWaits: { en: 'A run waits for your decision', zh: '迁移等待您的决定' },
  showRun: phrase({ en: (run: string) => `Show run ${run}`, zh: (run) => `查看迁移 ${run}` }),
  move: { en: 'Move …', zh: '迁移……' },
  backUp: { en: 'Back up now …', zh: '立即备份……' },
  points: { en: 'Restore points', zh: '还原点' },
  policy: { en: 'Policy …', zh: '备份策略……' },
  byPolicy: phrase({
    en: (span: string) => `Policy: every ${span} …`,
    zh: (span) => `备份策略：每 ${span}……`,
  }),
  ofContainer: phrase({
    en: (action: string, container: string, host: string) => `${action} ${container} on ${host}`,
    zh: (action, container, host) => `${action} 主机 ${host} 上的容器 ${container}`,
  }),
});
