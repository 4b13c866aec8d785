/** Adding a host, and the screen of one. */
import { catalogue, phrase } from './catalogue.ts';

export const hosts = catalogue({
  addTitle: { en: 'Add a host', zh: '添加主机' },
  steps: { en: 'Steps', zh: '步骤' },
  stepPlace: { en: 'Where it is', zh: '主机地址' },
  stepCompare: { en: 'Is it this box?', zh: '核对指纹' },
  stepCheck: { en: 'Is it ready?', zh: '检查主机' },
  address: { en: 'Address', zh: '地址' },
  addressHint: {
    en: 'A name or an IP address. You may paste root@10.0.0.5:22.',
    zh: '主机名或 IP 地址，可直接粘贴 root@10.0.0.5:22。',
  },
  port: { en: 'SSH port', zh: 'SSH 端口' },
  user: { en: 'User', zh: '用户' },
  name: { en: 'Name', zh: '名称' },
  nameHint: {
    en: 'What it is called here. Letters, digits, dot, dash and underscore.',
    zh: '在本软件中的名称，可用字母、数字、点、短横线和下划线。',
  },
  login: { en: 'How to log in', zh: '登录方式' },
  withKey: { en: 'With a key file', zh: '密钥文件' },
  withPassword: { en: 'With a password', zh: '密码' },
  withAgent: { en: 'With the SSH agent', zh: 'SSH 代理（agent）' },
  key: { en: 'Private key file', zh: '私钥文件' },
  keyHint: {
    en: 'Its path on this laptop. If it has a passphrase, you are asked for it.',
    zh: '私钥在本机上的路径。若有口令，登录时会询问。',
  },
  chooseKey: { en: 'Choose a file …', zh: '选择文件……' },
  passwordHint: {
    en: 'You are asked for it when it is needed. It is not kept.',
    zh: '需要时会询问，不会保存。',
  },
  agentHint: {
    en: 'The agent that runs on this laptop, with the keys that it holds.',
    zh: '使用本机正在运行的 SSH 代理及其中的密钥。',
  },
  sudo: { en: 'Become root by sudo', zh: '通过 sudo 获取 root 权限' },
  jump: { en: 'Reach it through', zh: '跳板主机' },
  directly: { en: 'Nothing: directly', zh: '不使用，直接连接' },
  goOn: { en: 'Go on: fetch its key', zh: '下一步：获取主机密钥' },
  fetching: { en: 'Asking the host for its key. Nobody logs in yet.', zh: '正在获取主机密钥，尚未登录。' },
  missing: { en: 'This is needed.', zh: '此项必填。' },
  noPort: { en: 'A port is a number from 1 to 65535.', zh: '端口应为 1 至 65535 之间的整数。' },
  badName: {
    en: 'Only letters, digits, dot, dash and underscore, 63 at most, beginning with a letter or digit.',
    zh: '只能使用字母、数字、点、短横线和下划线，最多 63 个字符，且以字母或数字开头。',
  },
  nameTaken: { en: 'Another host has this name.', zh: '已有同名主机。' },
  fingerprintOf: phrase({
    en: (address: string) => `The box at ${address} shows this key`,
    zh: (address) => `${address} 出示的主机密钥`,
  }),
  keyType: { en: 'Type', zh: '类型' },
  fingerprint: { en: 'Fingerprint', zh: '指纹' },
  whyCompare: {
    en: 'Whoever sits between this laptop and the box would show another key. Compare it with what the box itself says:',
    zh: '若有人在本机与主机之间冒充主机，出示的密钥会不同。请与主机本身显示的指纹核对：',
  },
  howToSee: {
    en: 'On the console of the box, or from someone who stands at it:',
    zh: '在主机的控制台上执行，或请现场人员执行：',
  },
  agree: { en: 'It is the same: add the host', zh: '一致，添加主机' },
  disagree: { en: 'Back; nothing is added', zh: '返回，不添加' },
  adding: { en: 'Logging in for the first time …', zh: '正在首次登录……' },
  added: phrase({
    en: (name: string) => `${name} was added. Shiplock knows it by this key from now on.`,
    zh: (name) => `已添加主机 ${name}，今后以此密钥识别。`,
  }),
  toStation: { en: 'To the station', zh: '前往站点' },
  addAnother: { en: 'Add another host', zh: '继续添加主机' },
  checks: { en: 'Is it ready for a move?', zh: '是否具备迁移条件' },
  checking: { en: 'Checking …', zh: '正在检查……' },
  checkNow: { en: 'Check now', zh: '开始检查' },
  checkAgain: { en: 'Check again', zh: '重新检查' },
  unknown: phrase({
    en: (name: string) => `There is no host ${name}.`,
    zh: (name) => `没有名为 ${name} 的主机。`,
  }),
  containers: { en: 'Containers', zh: '容器' },
  noContainers: { en: 'No containers.', zh: '没有容器。' },
  containersUnseen: { en: 'None seen yet.', zh: '尚未查看到容器。' },
  howReached: { en: 'How it is reached', zh: '连接信息' },
  yes: { en: 'yes', zh: '是' },
  no: { en: 'no', zh: '否' },
  remove: { en: 'Remove this host …', zh: '移除此主机……' },
  removeTitle: phrase({ en: (name: string) => `Remove ${name}?`, zh: (name) => `移除主机 ${name}？` }),
  removeMeans: {
    en: 'Shiplock forgets how to reach it. Nothing on the host is changed: its containers go on.',
    zh: 'Shiplock 将不再记录其连接信息。主机上的内容不受影响，容器继续运行。',
  },
  removeKeeps: {
    en: 'Its restore points stay on this laptop. To have it back, add it again.',
    zh: '其还原点保留在本机。需要时可重新添加。',
  },
  removeRuns: phrase({
    en: (runs: string) =>
      `These runs have not ended, and cannot be gone on with or taken back without it: ${runs}`,
    zh: (runs) => `以下任务尚未结束，移除后将无法继续或回滚：${runs}`,
  }),
  removePolicies: phrase({
    en: (containers: string) => `No more restore points are taken by policy of: ${containers}`,
    zh: (containers) => `以下容器将无法再按策略备份：${containers}`,
  }),
  removeNow: phrase({ en: (name: string) => `Remove ${name}`, zh: (name) => `移除 ${name}` }),
});
