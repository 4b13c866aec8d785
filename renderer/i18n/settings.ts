/** The settings. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const settings = catalogue({
  title: { en: 'Settings', zh: '设置' },
  appearance: { en: 'Language and theme', zh: '语言和主题' },
  language: { en: 'Language', zh: '语言' },
  asSystem: { en: 'As the system has it', zh: '跟随系统' },
  theme: { en: 'Theme', zh: '主题' },
  light: { en: 'Light', zh: '浅色' },
  dark: { en: 'Dark', zh: '深色' },
  hosts: { en: 'Hosts', zh: '主机' },
  noHosts: { en: 'No host is known yet.', zh: '尚未添加主机。' },
  addHost: { en: 'Add a host …', zh: '添加主机……' },
  remove: { en: 'Remove …', zh: '移除……' },
  removeHost: phrase({ en: (host: string) => `Remove … ${host}`, zh: (host) => `移除…… ${host}` }),
  policies: { en: 'Policies', zh: '备份策略' },
  noPolicies: {
    en: 'No restore point is taken by itself yet. On the station, choose “Policy …” beside a container.',
    zh: '尚未设置自动备份。请在站点页面的容器旁选择“备份策略……”。',
  },
  container: { en: 'Container', zh: '容器' },
  host: { en: 'Host', zh: '主机' },
  every: { en: 'How often', zh: '频率' },
  outcome: { en: 'Last time', zh: '最近结果' },
  change: { en: 'Change …', zh: '更改……' },
  changePolicy: phrase({
    en: (container: string, host: string) => `Change … ${container} on ${host}`,
    zh: (container, host) => `更改…… 主机 ${host} 上的容器 ${container}`,
  }),
  keys: { en: 'Keys', zh: '密钥' },
  keysMean: {
    en: 'Shiplock keeps no key and no password. It uses what is on this laptop:',
    zh: 'Shiplock 不保存密钥和密码，仅使用本机已有的登录凭据：',
  },
  agent: { en: 'The SSH agent of this laptop', zh: '本机 SSH 代理' },
  keyFile: phrase({ en: (file: string) => `The key file ${file}`, zh: (file) => `密钥文件 ${file}` }),
  password: { en: 'A password, asked for when it is needed', zh: '密码，需要时询问' },
  usedBy: phrase({ en: (hosts: string) => `used for ${hosts}`, zh: (hosts) => `用于主机 ${hosts}` }),
  about: { en: 'About', zh: '关于' },
  version: { en: 'Version', zh: '版本' },
  home: { en: 'Data folder', zh: '数据目录' },
  saveFolder: { en: 'What is saved goes to', zh: '默认保存位置' },
  licences: { en: 'Licences of what is in it', zh: '第三方软件许可' },
  licencesOf: phrase({
    en: (count: number) => `${plural(count, 'package')}, each under its own licence`,
    zh: (count) => `共 ${count} 个软件包，各有其许可`,
  }),
});
