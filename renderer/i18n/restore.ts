/** A restore point brought back to life, in its place or as a clone. */
import { catalogue, phrase } from './catalogue.ts';

export const restore = catalogue({
  title: phrase({ en: (point: string) => `Restore ${point}`, zh: (point) => `还原 ${point}` }),
  explained: {
    en: 'Everything comes from this laptop. Should it fail, it is taken back.',
    zh: '所有数据均来自本机。如果失败，将自动回滚。',
  },
  to: { en: 'To which host', zh: '目标主机' },
  original: phrase({
    en: (host: string) => `${host} (where it was taken)`,
    zh: (host) => `${host}（来源主机）`,
  }),
  silent: { en: 'does not answer', zh: '没有应答' },
  noHosts: {
    en: 'No host is known yet. Add one at the station first.',
    zh: '还没有主机，请先在站点中添加主机。',
  },
  as: { en: 'As what', zh: '还原为' },
  same: phrase({
    en: (name: string) => `As it was: ${name}`,
    zh: (name) => `原容器：${name}`,
  }),
  clone: {
    en: 'As a clone beside it, under another name',
    zh: '克隆：以其他名称与原容器并存',
  },
  cloneName: { en: 'Name of the clone', zh: '克隆容器的名称' },
  how: { en: 'From where its programs go on', zh: '程序从何处继续' },
  withMemory: {
    en: 'From its memory: they go on where they were',
    zh: '从内存：程序从当时的状态继续运行',
  },
  filesOnly: { en: 'From its files: they start anew', zh: '从文件：程序重新启动' },
  hasNoMemory: { en: 'This restore point has no memory.', zh: '此还原点没有内存。' },
  replace: { en: 'What is in the way makes way', zh: '让占用位置的容器让位' },
  replaceMeans: {
    en: 'A container of that name, and the original if it still runs, is stopped and kept under another name. Data that lies where the container’s will lie is put aside. Each step is in the journal; should the restore fail, all of it comes back.',
    zh: '同名容器以及仍在运行的原容器会被停止，并以其他名称保留；目标位置已有的数据会先移开保存。每一步都记入日志，如果还原失败，一切复原。',
  },
  start: { en: 'Restore', zh: '还原' },
  checking: { en: 'Checking what stands in the way …', zh: '正在检查……' },
  stopped: {
    en: 'Nothing was changed. This stands in the way:',
    zh: '未做任何更改。存在以下问题：',
  },
  errorsFirst: {
    en: 'What is marked as an error has to be put right first.',
    zh: '标为“错误”的问题必须先解决。',
  },
  accept: { en: 'I accept this', zh: '我接受此风险' },
  goOn: { en: 'Restore in spite of it', zh: '仍然还原' },
  asClone: { en: 'Restore it as a clone instead', zh: '改为克隆' },
  makeWay: { en: 'Have it make way', zh: '让它让位' },
  change: { en: 'Back', zh: '返回修改' },
  unknownMeans: phrase({
    en: (host: string) =>
      `${host} does not answer, so nobody knows whether its container still runs there. If it does, two copies will run: both may write, and both may answer. Accept this only if ${host} is off or will be kept off the network. If Shiplock reaches it again, stop the old copy there first.`,
    zh: (host) =>
      `${host} 没有应答，无法确定原容器是否仍在那里运行。如果仍在运行，将出现两个副本：两者都可能写数据、响应请求。只有在 ${host} 已关机或保证断网时才可接受。待其恢复连接后，请先停止那里的旧副本。`,
  }),
});
