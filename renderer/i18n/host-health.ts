/** How a host does, in words. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const hostHealth = catalogue({
  up: { en: 'Up', zh: '在线' },
  unreachable: { en: 'Unreachable', zh: '无法连接' },
  otherKey: { en: 'Another key: not trusted', zh: '密钥不符，不可信' },
  locked: { en: 'Locked', zh: '需要登录' },
  fails: { en: 'Fails', zh: '有故障迹象' },
  silent: { en: 'Not all of it answers', zh: '部分服务无应答' },
  looking: { en: 'Looking …', zh: '正在查看……' },
  lockedMeans: {
    en: 'It wants a password or passphrase before it lets Shiplock in.',
    zh: '需要密码或口令才能登录。',
  },
  unlock: { en: 'Give the password …', zh: '输入密码……' },
  unlocking: { en: 'Logging in …', zh: '正在登录……' },
  signs: { en: 'Signs that it fails', zh: '故障迹象' },
  load: phrase({
    en: (load: string, processors: number) => `Load ${load} on ${plural(processors, 'processor')}`,
    zh: (load, processors) => `负载 ${load}（${processors} 个处理器）`,
  }),
  memory: phrase({
    en: (free: string, total: string) => `Memory: ${free} of ${total} free`,
    zh: (free, total) => `内存：可用 ${free} / ${total}`,
  }),
  disk: phrase({
    en: (free: string, total: string) => `Disk: ${free} of ${total} free`,
    zh: (free, total) => `磁盘：可用 ${free} / ${total}`,
  }),
  uptime: phrase({
    en: (duration: string) => `Up for ${duration}`,
    zh: (duration) => `已运行 ${duration}`,
  }),
});
