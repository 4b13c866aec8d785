/** Questions before Shiplock mends what a check has found. */
import { catalogue, phrase } from './catalogue.ts';

export const fixes = catalogue({
  mend: { en: 'Let Shiplock mend it …', zh: '由 Shiplock 修复……' },
  title: { en: 'May Shiplock mend this?', zh: '是否由 Shiplock 修复？' },
  looking: { en: 'Looking at what is to be done …', zh: '正在确定修复步骤……' },
  onHost: phrase({
    en: (host: string) => `Commands that are run on ${host}`,
    zh: (host) => `将在主机 ${host} 上执行的命令`,
  }),
  explained: {
    en: 'They are run one after the other, as root. The first that fails ends it.',
    zh: '命令以 root 身份依次执行，任何一条失败即停止。',
  },
  apply: { en: 'Run these commands', zh: '执行这些命令' },
  applying: phrase({
    en: (hosts: string) => `Running on ${hosts}, then checking again. This may take some minutes.`,
    zh: (hosts) => `正在主机 ${hosts} 上执行，随后重新检查，可能需要几分钟。`,
  }),
  isMended: { en: 'Done. The check finds nothing any more.', zh: '修复完成，重新检查已无此问题。' },
  isLeft: {
    en: 'The commands were run. This is still found:',
    zh: '命令已执行，但重新检查仍发现：',
  },
});
