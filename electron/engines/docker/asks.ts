/** What Docker is asked to do, each as the end of a sentence, in both languages. */
import type { BothLanguages } from '../../../shared/words.ts';

export const asks = {
  describeItself: { en: 'describe itself', zh: '给出自身信息' },
  listContainers: { en: 'list its containers', zh: '列出容器' },
  describeContainer: { en: 'describe the container', zh: '给出容器信息' },
  startContainer: { en: 'start the container', zh: '启动容器' },
  stopContainer: { en: 'stop the container', zh: '停止容器' },
  unpauseContainer: { en: 'unpause the container', zh: '让容器继续运行' },
  killContainer: { en: 'kill the container', zh: '强制结束容器' },
  awaitEnd: { en: 'wait for the container to end', zh: '等待容器结束' },
  removeContainer: { en: 'remove the container', zh: '删除容器' },
  changeRestartPolicy: { en: 'change the restart policy', zh: '修改重启策略' },
  runCommand: { en: 'run a command in the container', zh: '在容器中执行命令' },
  tellCommandEnd: { en: 'tell how a command ended', zh: '给出命令的结束情况' },
  listVolumeUsers: { en: 'list the users of a volume', zh: '列出数据卷的使用者' },
  listNetworks: { en: 'list its networks', zh: '列出网络' },
  listImages: { en: 'list its images', zh: '列出镜像' },
} as const satisfies Record<string, BothLanguages>;

/** The same of something that has a name. */
export const asksOf = {
  describeContainer: (name: string) => ({
    en: `describe container ${name}`,
    zh: `给出容器 ${name} 的信息`,
  }),
  createContainer: (name: string) => ({ en: `create container ${name}`, zh: `创建容器 ${name}` }),
  renameContainer: (name: string) => ({
    en: `rename the container to ${name}`,
    zh: `把容器重命名为 ${name}`,
  }),
  describeVolume: (name: string) => ({ en: `describe volume ${name}`, zh: `给出数据卷 ${name} 的信息` }),
  createVolume: (name: string) => ({ en: `create volume ${name}`, zh: `创建数据卷 ${name}` }),
  removeVolume: (name: string) => ({ en: `remove volume ${name}`, zh: `删除数据卷 ${name}` }),
  describeNetwork: (name: string) => ({ en: `describe network ${name}`, zh: `给出网络 ${name} 的信息` }),
  describeImage: (name: string) => ({ en: `describe image ${name}`, zh: `给出镜像 ${name} 的信息` }),
  removeImage: (name: string) => ({ en: `remove image ${name}`, zh: `删除镜像 ${name}` }),
  showContent: (name: string) => ({ en: `show the content of ${name}`, zh: `显示 ${name} 的内容` }),
} as const satisfies Record<string, (name: string) => BothLanguages>;
