/** The list of restore points, and their history on a line. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const restorePoints = catalogue({
  offline: {
    en: 'They lie on this laptop: no host needs to be reachable to look into them.',
    zh: '还原点保存在本机，主机无法连接时也可以查看。',
  },
  noneYet: { en: 'There are no restore points yet.', zh: '还没有还原点。' },
  takeFirst: {
    en: 'To take the first one, choose a container at the station and take a restore point of it.',
    zh: '请先在站点中选择一个容器，为它创建第一个还原点。',
  },
  toStation: { en: 'To the station', zh: '前往站点' },
  filter: { en: 'Which ones', zh: '筛选' },
  search: { en: 'Name, comment', zh: '名称、备注' },
  container: { en: 'Container', zh: '容器' },
  host: { en: 'Host', zh: '主机' },
  all: { en: 'All', zh: '全部' },
  noneSo: { en: 'None of the restore points is like that.', zh: '没有符合条件的还原点。' },
  count: phrase({
    en: (shown: number, all: number, size: string, added: string) =>
      `${shown === all ? plural(all, 'restore point') : `${shown} of ${plural(all, 'restore point')}`}, ${size} in all; they take ${added} of this laptop.`,
    zh: (shown, all, size, added) =>
      `${shown === all ? `共 ${all} 个还原点` : `${all} 个还原点中的 ${shown} 个`}，内容合计 ${size}，占用本机 ${added}。`,
  }),
  history: { en: 'History', zh: '历史' },
  historyWords: phrase({
    en: (lanes: number, from: string, to: string) =>
      `${plural(lanes, 'container')}, from ${from} to ${to}. Each mark is a restore point; the table below has them all.`,
    zh: (lanes, from, to) => `${lanes} 个容器，${from} 至 ${to}。每个标记是一个还原点，下表列出全部。`,
  }),
  moreLanes: phrase({
    en: (more: number) => `Not drawn: ${plural(more, 'container')} more. Choose one above.`,
    zh: (more) => `另有 ${more} 个容器未画出，请在上方选择。`,
  }),
  lane: phrase({
    en: (container: string, host: string) => `${container} on ${host}`,
    zh: (container, host) => `${host} 上的 ${container}`,
  }),
  laneCount: phrase({
    en: (count: number, latest: string) => `${plural(count, 'restore point')}, the latest ${latest}`,
    zh: (count, latest) => `${count} 个还原点，最近一个：${latest}`,
  }),
  markOfMany: phrase({
    en: (count: number, latest: string) =>
      `${plural(count, 'restore point')} close together, the latest: ${latest}`,
    zh: (count, latest) => `${count} 个还原点时间相近，最近一个：${latest}`,
  }),
  legendMemory: { en: 'memory and files', zh: '内存和文件' },
  legendFiles: { en: 'files only', zh: '仅文件' },
  name: { en: 'Name', zh: '名称' },
  taken: { en: 'Taken', zh: '创建时间' },
  holds: { en: 'Holds', zh: '内容' },
  size: { en: 'Size', zh: '大小' },
  added: { en: 'In store', zh: '占用本机' },
  comment: { en: 'Comment', zh: '备注' },
  'with-memory': { en: 'memory and files', zh: '内存和文件' },
  'files-only': { en: 'files only', zh: '仅文件' },
});
