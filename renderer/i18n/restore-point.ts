/** One restore point: what it is, how its container was made, what ran in it. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const restorePoint = catalogue({
  title: phrase({
    en: (name: string, container: string) => `${name}: ${container}`,
    zh: (name, container) => `${name}：${container}`,
  }),
  parts: { en: 'Parts of the restore point', zh: '还原点的各部分' },
  overview: { en: 'Overview', zh: '概览' },
  files: { en: 'Files', zh: '文件' },
  processes: { en: 'Processes', zh: '进程' },
  compare: { en: 'Compare', zh: '比较' },
  toAll: { en: 'All restore points', zh: '所有还原点' },
  restore: { en: 'Restore …', zh: '还原……' },
  // Overview
  container: { en: 'Container', zh: '容器' },
  host: { en: 'Taken on', zh: '来源主机' },
  at: { en: 'Taken', zh: '创建时间' },
  image: { en: 'Image', zh: '镜像' },
  holds: { en: 'Holds', zh: '内容' },
  withMemory: phrase({
    en: (paused?: string) =>
      `Memory and files: restored, its programs go on where they were.${paused === undefined ? '' : ` For it the container stood still for ${paused}.`}`,
    zh: (paused) =>
      `内存和文件：还原后程序从当时的状态继续运行。${paused === undefined ? '' : `创建时容器暂停了 ${paused}。`}`,
  }),
  filesOnly: {
    en: 'Files only: restored, its programs start anew.',
    zh: '仅文件：还原后程序重新启动。',
  },
  size: { en: 'Size', zh: '大小' },
  sizes: phrase({
    en: (size: string, added: string) => `${size}; the laptop’s store grew by ${added}`,
    zh: (size, added) => `${size}，本机存储增加 ${added}`,
  }),
  comment: { en: 'Comment', zh: '备注' },
  places: { en: 'Where its files lay', zh: '文件位置' },
  place: { en: 'In the container', zh: '容器内路径' },
  kind: { en: 'What it is', zh: '类型' },
  onHost: { en: 'On its host', zh: '主机上的路径' },
  fileCount: { en: 'Files', zh: '文件数' },
  'rw-layer': { en: 'RW layer: what it changed of its image', zh: '读写层：对镜像的改动' },
  volume: { en: 'Volume', zh: '数据卷' },
  folder: { en: 'Folder of the host', zh: '主机目录' },
  file: { en: 'File of the host', zh: '主机文件' },
  definition: { en: 'How the container was made', zh: '容器配置' },
  command: { en: 'Command', zh: '命令' },
  user: { en: 'User', zh: '用户' },
  hostname: { en: 'Host name', zh: '主机名' },
  ports: { en: 'Ports', zh: '端口' },
  mounts: { en: 'Mounts', zh: '挂载' },
  networks: { en: 'Networks', zh: '网络' },
  restartPolicy: { en: 'Restart policy', zh: '重启策略' },
  environment: { en: 'Environment', zh: '环境变量' },
  none: { en: 'none', zh: '无' },
  readOnly: { en: 'read only', zh: '只读' },
  hidden: { en: 'hidden', zh: '已隐藏' },
  showValues: { en: 'Show the values', zh: '显示变量值' },
  hideValues: { en: 'Hide the values', zh: '隐藏变量值' },
  wholeDefinition: { en: 'All of it, as the engine describes it', zh: '引擎给出的完整配置' },
  maySecret: {
    en: 'It may hold secrets, such as passwords in the environment.',
    zh: '其中可能含有密码等敏感信息（例如环境变量）。',
  },
  log: { en: 'What it printed last', zh: '最后的日志' },
  noLog: { en: 'It had printed nothing.', zh: '没有日志输出。' },
  // Processes
  noProcesses: {
    en: 'It has no memory, so no processes: restored, its programs start anew.',
    zh: '此还原点没有内存，因此没有进程；还原后程序重新启动。',
  },
  processCount: phrase({
    en: (count: number, memory: string) =>
      `${plural(count, 'process', 'processes')} with ${memory} of memory`,
    zh: (count, memory) => `${count} 个进程，内存共 ${memory}`,
  }),
  state: { en: 'State', zh: '状态' },
  threads: { en: 'Threads', zh: '线程数' },
  program: { en: 'Program', zh: '程序' },
  workingFolder: { en: 'Working folder', zh: '工作目录' },
  memory: { en: 'Memory', zh: '内存' },
  openFiles: phrase({
    en: (count: number) => `Open files and sockets (${count})`,
    zh: (count) => `打开的文件和套接字（${count}）`,
  }),
  memoryMap: phrase({
    en: (count: number) => `Memory map (${count})`,
    zh: (count) => `内存映射（${count}）`,
  }),
  descriptor: { en: 'Descriptor', zh: '描述符' },
  standsFor: { en: 'Stands for', zh: '对应' },
  range: { en: 'Addresses', zh: '地址范围' },
  access: { en: 'Access', zh: '权限' },
  content: { en: 'Content', zh: '内容' },
  sockets: { en: 'Sockets', zh: '套接字' },
  socket: { en: 'Socket', zh: '套接字' },
  heldBy: { en: 'Held by', zh: '持有进程' },
  noSockets: { en: 'No sockets were open.', zh: '没有打开的套接字。' },
  // Compare
  compareWith: { en: 'Compare its files with', zh: '与以下还原点比较文件' },
  choosePoint: { en: 'Choose a restore point', zh: '请选择还原点' },
  imageNotCompared: {
    en: 'The RW layer and the volumes are compared; what the image itself brings is not.',
    zh: '比较读写层和数据卷；镜像自带的内容不参与比较。',
  },
  noOther: { en: 'There is no other restore point to compare with.', zh: '没有可供比较的其他还原点。' },
  comparing: phrase({
    en: (before: string, after: string) => `From ${before} to ${after}`,
    zh: (before, after) => `从 ${before} 到 ${after}`,
  }),
  same: { en: 'Their files are the same.', zh: '两者文件相同。' },
  differences: phrase({
    en: (count: number, hasMore: boolean) => `${hasMore ? 'More than ' : ''}${plural(count, 'difference')}`,
    zh: (count, hasMore) => `${hasMore ? '超过 ' : ''}${count} 处不同`,
  }),
  path: { en: 'Path', zh: '路径' },
  change: { en: 'Change', zh: '变化' },
  respects: { en: 'In what', zh: '变化内容' },
  is_added: { en: '+ added', zh: '+ 新增' },
  is_removed: { en: '− removed', zh: '− 删除' },
  is_changed: { en: '* changed', zh: '* 修改' },
});

/** In which respects a file is another one; a respect that is not here shows as it is. */
export const respects = catalogue({
  kind: { en: 'kind', zh: '类型' },
  content: { en: 'content', zh: '内容' },
  target: { en: 'target', zh: '链接目标' },
  device: { en: 'device', zh: '设备号' },
  mode: { en: 'permissions', zh: '权限' },
  owner: { en: 'owner', zh: '所有者' },
  time: { en: 'time', zh: '修改时间' },
  attributes: { en: 'attributes', zh: '扩展属性' },
});
