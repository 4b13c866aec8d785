/** Policies: restore points that are taken by themselves. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const policies = catalogue({
  title: phrase({
    en: (container: string, host: string) => `Restore points of ${container} on ${host}, taken by themselves`,
    zh: (container, host) => `主机 ${host} 上容器 ${container} 的自动备份策略`,
  }),
  means: {
    en: 'While Shiplock is open it takes a restore point each time, when the host is idle.',
    zh: 'Shiplock 打开期间，按间隔在主机空闲时自动创建还原点。',
  },
  every: { en: 'One every', zh: '间隔' },
  unit: { en: 'Unit', zh: '单位' },
  minutes: { en: 'minutes', zh: '分钟' },
  hours: { en: 'hours', zh: '小时' },
  days: { en: 'days', zh: '天' },
  keep: { en: 'How many of them stay', zh: '保留数量' },
  keepHint: {
    en: 'The latest. Those that you took yourself always stay.',
    zh: '保留最近的若干个；手动创建的还原点始终保留。',
  },
  idle: { en: 'When the host counts as idle', zh: '主机空闲判定' },
  maxLoad: { en: 'Load of each processor, at most', zh: '每个处理器的负载上限' },
  maxStall: { en: 'Time it stalls, at most (%)', zh: '资源等待时间上限（%）' },
  maxTraffic: { en: 'Traffic of its busiest link, at most (kB/s)', zh: '最忙链路的流量上限（kB/s）' },
  save: { en: 'Save', zh: '保存' },
  end: { en: 'End the policy', zh: '停用策略' },
  endMeans: { en: 'What was taken by it stays.', zh: '已创建的还原点会保留。' },
  everySpan: phrase({
    en: (span: string, keep: number) => `Every ${span}, the latest ${keep} stay`,
    zh: (span, keep) => `每 ${span}，保留最近 ${keep} 个`,
  }),
  spanMinutes: phrase({ en: (n: number) => plural(n, 'minute'), zh: (n) => `${n} 分钟` }),
  spanHours: phrase({ en: (n: number) => plural(n, 'hour'), zh: (n) => `${n} 小时` }),
  spanDays: phrase({ en: (n: number) => plural(n, 'day'), zh: (n) => `${n} 天` }),
  taken: phrase({
    en: (point: string, ago: string) => `Took ${point} ${ago}`,
    zh: (point, ago) => `${ago}创建了 ${point}`,
  }),
  waiting: { en: 'Waits', zh: '等待中' },
  failed: { en: 'Failed', zh: '失败' },
  notYet: { en: 'Not due yet', zh: '尚未到时间' },
});
