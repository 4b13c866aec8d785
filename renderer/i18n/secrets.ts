/** Questions for secrets. */
import { catalogue, phrase } from './catalogue.ts';

export const secrets = catalogue({
  password: phrase({
    en: (user: string, host: string) => `Password of ${user} on ${host}`,
    zh: (user, host) => `主机 ${host} 上用户 ${user} 的密码`,
  }),
  sudoPassword: phrase({
    en: (user: string, host: string) => `Password of ${user} for sudo on ${host}`,
    zh: (user, host) => `用户 ${user} 在主机 ${host} 上的 sudo 密码`,
  }),
  passphrase: phrase({
    en: (key: string, host: string) => `Passphrase of the key ${key}, for ${host}`,
    zh: (key, host) => `密钥 ${key} 的口令（用于主机 ${host}）`,
  }),
  storePassphrase: {
    en: 'Passphrase of the restore points, or their recovery key',
    zh: '还原点的口令或恢复密钥',
  },
  newStorePassphrase: { en: 'A passphrase for the restore points', zh: '为还原点设置口令' },
  registryPassword: phrase({
    en: (user: string, registry: string) => `Password of ${user} at the registry ${registry}`,
    zh: (user, registry) => `用户 ${user} 在镜像仓库 ${registry} 的密码`,
  }),
  newPassphraseMeans: {
    en: 'Restore points hold the memory of containers, keys included; on this laptop they are kept encrypted. This passphrase opens them.',
    zh: '还原点含有容器的内存（包括其中的密钥），在本机加密保存。此口令用于打开还原点。',
  },
  secret: { en: 'Secret', zh: '密码或口令' },
  newPassphrase: { en: 'New passphrase', zh: '新口令' },
  repeat: { en: 'Once more', zh: '再输入一次' },
  differs: { en: 'The two are not the same.', zh: '两次输入不一致。' },
  wrong: { en: 'That was not right. Try again.', zh: '不正确，请重新输入。' },
  keep: { en: 'Remember on this laptop', zh: '在本机记住' },
  give: { en: 'Go on', zh: '继续' },
});
