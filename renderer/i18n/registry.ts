/** A registry, and how it is reached: for sending restore points there, and for bringing them back. */
import { catalogue } from './catalogue.ts';

export const registry = catalogue({
  repository: { en: 'Repository', zh: '仓库地址' },
  repositoryHint: { en: 'As registry.example/site/gauge', zh: '例如 registry.example/site/gauge' },
  user: { en: 'User', zh: '用户' },
  userHint: {
    en: 'Empty where the registry asks nobody. The password is asked for when it is needed.',
    zh: '仓库不要求登录时留空。需要密码时会询问。',
  },
  more: { en: 'Certificates and encryption', zh: '证书与加密' },
  authorities: {
    en: 'File with the certificates of a private registry (may be left empty)',
    zh: '私有仓库的证书文件（可留空）',
  },
  plainHttp: { en: 'Without encryption', zh: '不加密' },
  plainHttpMeans: {
    en: 'Anyone on the way can then read passwords and change what is sent.',
    zh: '传输途中的任何人都可能读取密码、篡改数据。',
  },
});
