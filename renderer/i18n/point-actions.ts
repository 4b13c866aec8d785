/** What else can be done with a restore point: proved, handed on, removed. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const pointActions = catalogue({
  title: { en: 'What can be done with it', zh: '可用操作' },
  verify: { en: 'Verify …', zh: '校验……' },
  push: { en: 'Send to a registry …', zh: '发送到镜像仓库……' },
  podman: { en: 'Export for Podman …', zh: '导出给 Podman……' },
  remove: { en: 'Remove …', zh: '删除……' },
  // Verify
  verifyTitle: phrase({ en: (point: string) => `Verify ${point}`, zh: (point) => `校验 ${point}` }),
  verifyMeans: {
    en: 'Everything that it needs is read back and held against what was written. What is damaged is repaired where nothing is lost.',
    zh: '读回此还原点所需的全部数据并与写入时核对；在不丢失数据的前提下修复损坏部分。',
  },
  verifyFrom: {
    en: 'Fetch damaged parts of its image again from a host that has it',
    zh: '从仍有该镜像的主机重新获取损坏的镜像部分',
  },
  fromNone: { en: 'No host', zh: '不使用主机' },
  verifyNow: { en: 'Verify', zh: '校验' },
  verifying: { en: 'Reading it back …', zh: '正在读取校验……' },
  ofBytes: phrase({
    en: (bytes: string, total: string) => `${bytes} of ${total}`,
    zh: (bytes, total) => `${bytes} / ${total}`,
  }),
  isWhole: phrase({
    en: (bytes: string) => `All of it is as it was written: ${bytes} were read.`,
    zh: (bytes) => `数据完好，与写入时一致：共读取 ${bytes}。`,
  }),
  isDamaged: phrase({
    en: (count: number) => `${plural(count, 'part')} of it is not as it was written:`,
    zh: (count) => `有 ${count} 处与写入时不一致：`,
  }),
  damage: phrase({
    en: (part: string, isMissing: boolean, isRepaired: boolean) =>
      `${part}: ${isMissing ? 'missing' : 'changed'}${isRepaired ? ', repaired' : ', not repaired'}`,
    zh: (part, isMissing, isRepaired) =>
      `${part}：${isMissing ? '缺失' : '已改变'}，${isRepaired ? '已修复' : '未修复'}`,
  }),
  manifest: { en: 'Manifest', zh: '清单' },
  description: { en: 'Description', zh: '描述' },
  pack: { en: 'Files or memory', zh: '文件或内存' },
  image: { en: 'Image', zh: '镜像' },
  // Remove
  removeTitle: phrase({ en: (point: string) => `Remove ${point}?`, zh: (point) => `删除 ${point}？` }),
  removeMeans: phrase({
    en: (point: string, container: string, at: string) =>
      `${point}, of ${container}, taken ${at}, cannot be looked into or restored any more. This cannot be undone. Other restore points stay whole. Its room becomes free at the next clean-up.`,
    zh: (point, container, at) =>
      `${container} 于 ${at} 创建的还原点 ${point} 将无法再查看或还原，且不可撤销。其他还原点不受影响，空间在下次清理时释放。`,
  }),
  typeName: phrase({
    en: (container: string) => `To remove it, type the container’s name: ${container}`,
    zh: (container) => `如确认删除，请输入容器名称：${container}`,
  }),
  removeNow: { en: 'Remove for good', zh: '永久删除' },
  // Registry
  pushTitle: phrase({
    en: (point: string) => `Send ${point} to a registry`,
    zh: (point) => `将 ${point} 发送到镜像仓库`,
  }),
  pushMeans: {
    en: 'What the registry lacks is sent: the restore point, sealed, its image, and the wrapped key of the store.',
    zh: '仅发送仓库缺少的部分：加密的还原点、镜像以及封装的存储密钥。',
  },
  tag: { en: 'Tag (may be left empty)', zh: '标签（可留空）' },
  pushNow: { en: 'Send', zh: '发送' },
  pushing: { en: 'Sending …', zh: '正在发送……' },
  bytesSoFar: phrase({ en: (bytes: string) => `${bytes} so far`, zh: (bytes) => `已完成 ${bytes}` }),
  pushed: phrase({
    en: (place: string, bytes: string) => `It is at ${place}; ${bytes} were sent.`,
    zh: (place, bytes) => `已发送到 ${place}，共 ${bytes}。`,
  }),
  // Podman
  podmanTitle: phrase({
    en: (point: string) => `Export ${point} for Podman`,
    zh: (point) => `将 ${point} 导出给 Podman`,
  }),
  podmanMeans: {
    en: 'Two files are written: the container with its memory, and its image. They are not encrypted, and hold whatever its memory held, keys included.',
    zh: '将写入两个文件：含内存的容器归档及其镜像。文件不加密，包含内存中的全部内容（包括密钥）。',
  },
  archive: { en: 'The container', zh: '容器归档' },
  imageArchive: { en: 'Its image', zh: '镜像归档' },
  podmanNow: { en: 'Export', zh: '导出' },
  exporting: { en: 'Exporting …', zh: '正在导出……' },
  exported: { en: 'On a host with Podman, as root:', zh: '在装有 Podman 的主机上以 root 执行：' },
  bring: { en: 'Files of the host that have to be there first:', zh: '需要预先放到主机上的文件：' },
  closesConnections: {
    en: 'It had open connections, which CRIU has to be told to close.',
    zh: '它有打开的连接，需要让 CRIU 关闭这些连接。',
  },
  volumesNow: phrase({
    en: (volumes: string) => `Folders of the host that are volumes of Podman’s now: ${volumes}`,
    zh: (volumes) => `以下主机目录已改为 Podman 数据卷：${volumes}`,
  }),
});
