/** Restore points that come from elsewhere: a registry, or Podman. */
import { catalogue, phrase } from './catalogue.ts';

export const bringIn = catalogue({
  elsewhere: {
    en: 'Some may be elsewhere: in a registry that another laptop has sent them to, or in a file from Podman.',
    zh: '如果还原点在别处（其他电脑发送到的镜像仓库，或 Podman 归档文件），可以导入。',
  },
  open: { en: 'Bring one in …', zh: '导入还原点……' },
  title: { en: 'Bring a restore point in', zh: '导入还原点' },
  whereIsIt: { en: 'Where is it?', zh: '从哪里导入？' },
  fromRegistry: { en: 'In a registry …', zh: '镜像仓库……' },
  fromRegistryMeans: {
    en: 'A restore point that Shiplock has sent there, from this laptop or another.',
    zh: '由本机或其他电脑上的 Shiplock 发送到仓库的还原点。',
  },
  fromPodman: { en: 'In a file from Podman …', zh: 'Podman 归档文件……' },
  fromPodmanMeans: {
    en: 'A checkpoint of a container that Podman has exported.',
    zh: '由 Podman 导出的容器检查点。',
  },
  bringItIn: { en: 'Bring it in', zh: '导入' },
  isHere: phrase({
    en: (point: string, container: string, host: string, at: string) =>
      `${point} is here: ${container} on ${host}, ${at}.`,
    zh: (point, container, host, at) => `已导入为 ${point}：${host} 上的容器 ${container}，${at}。`,
  }),
  openIt: phrase({ en: (point: string) => `Look into ${point}`, zh: (point) => `查看 ${point}` }),
  // From a registry
  registryTitle: { en: 'Bring a restore point in from a registry', zh: '从镜像仓库导入还原点' },
  look: { en: 'Look what is there', zh: '查看仓库内容' },
  looking: { en: 'Asking the registry …', zh: '正在查询仓库……' },
  nothingThere: phrase({
    en: (repository: string) => `There are no restore points in ${repository}.`,
    zh: (repository) => `${repository} 中没有还原点。`,
  }),
  whichOne: phrase({
    en: (repository: string) => `Which one of ${repository}`,
    zh: (repository) => `选择 ${repository} 中的还原点`,
  }),
  ofContainer: phrase({
    en: (container: string, host: string, at: string) => `${container} on ${host}, ${at}`,
    zh: (container, host, at) => `${host} 上的 ${container}，${at}`,
  }),
  otherPlace: { en: 'Another place', zh: '更换仓库' },
  otherStore: {
    en: 'Where this laptop has no restore points yet, you are asked for the passphrase or the recovery key of the laptop that it was made on; from then on that opens those here too.',
    zh: '如果本机还没有还原点，会询问创建它的电脑所用的口令或恢复密钥；此后本机的还原点也用它打开。',
  },
  fetching: { en: 'Fetching what is not here yet …', zh: '正在获取本机缺少的内容……' },
  fetched: phrase({ en: (bytes: string) => `${bytes} were fetched.`, zh: (bytes) => `共获取 ${bytes}。` }),
  // From Podman
  podmanTitle: { en: 'Bring a restore point in from Podman', zh: '从 Podman 导入还原点' },
  howToMake: {
    en: 'On the host that runs it, as root, with the names of your container and image; then copy both files to this laptop:',
    zh: '在运行该容器的主机上以 root 执行（替换为您的容器名和镜像名），然后将两个文件复制到本机：',
  },
  file: { en: 'The checkpoint, a file on this laptop', zh: '检查点归档（本机上的文件）' },
  imageFile: {
    en: 'Its image, a file on this laptop (may be left empty)',
    zh: '镜像归档（本机上的文件，可留空）',
  },
  imageFileHint: {
    en: 'Not needed when a restore point here is of the same image.',
    zh: '如果本机已有使用同一镜像的还原点，则不需要。',
  },
  moreAbout: { en: 'What it is called here', zh: '名称与备注' },
  name: { en: 'Name of the container (empty: as it was)', zh: '容器名称（留空则不变）' },
  from: { en: 'Where it ran', zh: '原主机' },
  comment: { en: 'Comment', zh: '备注' },
  reading: { en: 'Reading the archive …', zh: '正在读取归档……' },
  leftOut: {
    en: 'Not in it, since Podman left it on the host:',
    zh: '以下内容仍在原主机上，Podman 未导出：',
  },
  bytesSoFar: phrase({ en: (bytes: string) => `${bytes} so far`, zh: (bytes) => `已完成 ${bytes}` }),
});
