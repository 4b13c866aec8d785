/** Images that are stored before anyone needs them, and sent to a standby host. */
import { catalogue, phrase } from './catalogue.ts';

export const imagesAhead = catalogue({
  title: { en: 'Images ahead of a move', zh: '迁移前预存镜像' },
  means: {
    en: 'A move is faster when the images of its containers lie on this laptop, or on the standby host, before it begins.',
    zh: '若容器的镜像在迁移前已存于本机或备用主机，迁移会更快。',
  },
  isOn: { en: 'Keep them stored from now on, while Shiplock is open', zh: 'Shiplock 打开期间自动预存镜像' },
  standby: { en: 'Standby host', zh: '备用主机' },
  noStandby: { en: 'None: this laptop only', zh: '无，仅存于本机' },
  save: { en: 'Save', zh: '保存' },
  saved: { en: 'Saved.', zh: '已保存。' },
  store: { en: 'Store them now', zh: '立即预存' },
  send: phrase({
    en: (standby: string) => `Send them to ${standby} now`,
    zh: (standby) => `立即发送到 ${standby}`,
  }),
  working: phrase({
    en: (image: string, bytes: string) => `${image}: ${bytes} so far`,
    zh: (image, bytes) => `${image}：已传输 ${bytes}`,
  }),
  beginning: { en: 'Looking at which images are there …', zh: '正在检查已有镜像……' },
  cancel: { en: 'Cancel', zh: '取消' },
  stored: { en: 'On this laptop', zh: '本机已存镜像' },
  none: { en: 'None yet.', zh: '暂无。' },
  image: { en: 'Image', zh: '镜像' },
  size: { en: 'Size', zh: '大小' },
  containers: { en: 'Containers', zh: '容器' },
  notWhole: { en: 'not whole yet', zh: '不完整' },
  carried: { en: 'came now', zh: '本次已传输' },
  there: { en: 'was there already', zh: '原已存在' },
  failed: { en: 'failed', zh: '失败' },
  nothing: { en: 'There was nothing to do.', zh: '没有需要处理的镜像。' },
  forget: { en: 'Let go of them', zh: '不再保留' },
  letGo: phrase({
    en: (count: number) => `Let go of ${count}. The next clean-up of the store frees their room.`,
    zh: (count) => `不再保留 ${count} 个镜像，下次清理存储时释放空间。`,
  }),
});
