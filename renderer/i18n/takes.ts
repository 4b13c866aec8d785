/** Taking a restore point: the question, how it goes, and what came of it. */
import { catalogue, phrase } from './catalogue.ts';

export const takes = catalogue({
  title: phrase({
    en: (container: string, host: string) => `Take a restore point of ${container} on ${host}?`,
    zh: (container, host) => `为主机 ${host} 上的容器 ${container} 创建还原点？`,
  }),
  means: {
    en: 'It keeps the container’s memory, files and volumes on this laptop, encrypted. A container that runs stands still for a short moment.',
    zh: '将容器的内存、文件和数据卷加密保存到本机。运行中的容器会短暂暂停。',
  },
  comment: { en: 'Comment (if you like)', zh: '备注（可选）' },
  commentHint: { en: 'For instance: before the new firmware', zh: '例如：更新固件之前' },
  take: { en: 'Take it', zh: '创建' },
  image: { en: 'Looking at its image', zh: '正在检查镜像' },
  files: { en: 'Reading its files while it runs', zh: '正在读取文件（容器照常运行）' },
  pause: { en: 'It stands still for a moment', zh: '容器短暂暂停' },
  fetch: { en: 'Fetching it; the container runs again', zh: '正在取回数据（容器已恢复运行）' },
  finish: { en: 'Writing it to the disk of this laptop', zh: '正在写入本机磁盘' },
  starting: { en: 'Beginning', zh: '正在开始' },
  underWay: phrase({
    en: (phase: string, bytes: string) => `Restore point: ${phase}. ${bytes} so far.`,
    zh: (phase, bytes) => `还原点：${phase}，已取回 ${bytes}。`,
  }),
  elsewhere: { en: 'Begun in another window, or by a policy.', zh: '由其他窗口或备份策略发起。' },
  cancel: { en: 'Cancel the backup', zh: '取消备份' },
  stopping: { en: 'Stopping; what was begun is taken back.', zh: '正在停止并撤销已开始的操作。' },
  stopped: { en: 'Cancelled. Nothing is left of it.', zh: '已取消，未留下任何内容。' },
  taken: phrase({
    en: (name: string, paused: string, added: string) =>
      `${name} was taken. The container stood still for ${paused}; the store grew by ${added}.`,
    zh: (name, paused, added) => `已创建 ${name}。容器暂停 ${paused}，存储增加 ${added}。`,
  }),
  withoutMemory: phrase({
    en: (why: string) => `Without memory: ${why}`,
    zh: (why) => `不含内存：${why}`,
  }),
  leftOut: phrase({
    en: (what: string) => `Not in it, since it is not the container’s own: ${what}`,
    zh: (what) => `未包含（不属于该容器）：${what}`,
  }),
});
