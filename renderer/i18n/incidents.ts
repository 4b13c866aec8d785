/** Incident logs: made of what happened, and proved. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const incidents = catalogue({
  means: {
    en: 'An incident log hands on what happened: one zip with a report to read (as a PDF too where a browser is installed), the journal, and what the hosts told. It is made without any host. Passwords and keys are taken out; look at its logs all the same before you hand it on.',
    zh: '事件日志用于转交事情经过：一个 zip 文件，内含可阅读的报告（装有浏览器时另附 PDF）、日志链和各主机的信息，无需连接主机即可生成。密码和密钥会被去除，但转交前仍请检查其中的日志。',
  },
  attention: { en: 'Runs that went wrong', zh: '出问题的任务' },
  attentionMeans: {
    en: 'Runs that failed, or wait for a person. Choose one to export its log.',
    zh: '失败或等待人工处理的任务。选择一个以导出其日志。',
  },
  noneWrong: { en: 'No run has gone wrong.', zh: '没有出问题的任务。' },
  run: { en: 'Run', zh: '任务' },
  container: { en: 'Container', zh: '容器' },
  way: { en: 'From, to', zh: '从、到' },
  began: { en: 'Began', zh: '开始时间' },
  state: { en: 'How it stands', zh: '状态' },
  chooseRun: phrase({ en: (run: string) => `Export the log of ${run}`, zh: (run) => `导出 ${run} 的日志` }),
  exportTitle: { en: 'Export an incident log', zh: '导出事件日志' },
  ofWhat: { en: 'Of what', zh: '范围' },
  ofRun: { en: 'One run', zh: '单个任务' },
  ofDay: { en: 'The last 24 hours', zh: '最近 24 小时' },
  ofTime: { en: 'Since a moment', zh: '自某一时刻起' },
  ofAll: { en: 'Everything', zh: '全部' },
  since: { en: 'Since', zh: '起始时间' },
  noRuns: { en: 'There are no runs yet.', zh: '还没有任务。' },
  language: { en: 'Language of the report', zh: '报告语言' },
  askHosts: {
    en: 'Ask the hosts again what they tell now, as far as they answer',
    zh: '再次向主机收集当前信息（仅限能应答的主机）',
  },
  out: { en: 'Where to, on this laptop', zh: '保存到本机' },
  replaceFile: { en: 'Replace a file that is there', zh: '替换已有的文件' },
  export: { en: 'Export', zh: '导出' },
  phase_hosts: { en: 'Asking the hosts …', zh: '正在询问主机……' },
  phase_journal: { en: 'Reading the journal …', zh: '正在读取日志……' },
  phase_report: { en: 'Writing the report …', zh: '正在生成报告……' },
  phase_pdf: { en: 'Printing the report as a PDF …', zh: '正在生成 PDF……' },
  phase_pack: { en: 'Finishing the file …', zh: '正在完成文件……' },
  exported: phrase({
    en: (bytes: string) => `The incident log is written, ${bytes}:`,
    zh: (bytes) => `事件日志已生成，大小 ${bytes}：`,
  }),
  content: phrase({
    en: (runs: number, included: number, total: number) =>
      `${plural(runs, 'run')}; ${included} of ${plural(total, 'entry', 'entries')} of the journal with their content.`,
    zh: (runs, included, total) => `包含 ${runs} 个任务；日志共 ${total} 条，其中 ${included} 条含内容。`,
  }),
  redacted: phrase({
    en: (count: number) => `What looked like a secret was taken out of ${plural(count, 'entry', 'entries')}.`,
    zh: (count) => `已从 ${count} 条日志中去除疑似密码等内容。`,
  }),
  fingerprint: { en: 'Fingerprint', zh: '指纹' },
  fingerprintMeans: {
    en: 'Note it down apart from the file, or tell it to whoever gets the file: it shows whether the file is still the same.',
    zh: '请将指纹与文件分开记录，或告知接收人：据此可判断文件是否被改动。',
  },
  copy: { en: 'Copy', zh: '复制' },
  missing: phrase({
    en: (count: number) => `Not in it (${count})`,
    zh: (count) => `未能收录的内容（${count}）`,
  }),
  verifyTitle: { en: 'Verify an incident log', zh: '校验事件日志' },
  verifyMeans: {
    en: 'Shows whether a file is as it was made: nothing changed, removed or added.',
    zh: '检查文件是否与生成时一致：没有改动、删除或添加。',
  },
  file: { en: 'The file, on this laptop', zh: '本机上的文件' },
  verify: { en: 'Verify', zh: '校验' },
  verifying: { en: 'Verifying …', zh: '正在校验……' },
  isWhole: { en: 'It is as it was made.', zh: '文件与生成时一致。' },
  isNotWhole: { en: 'It is not as it was made:', zh: '文件与生成时不一致：' },
  hasMoreProblems: { en: '… and more', zh: '……还有更多' },
  proved: phrase({
    en: (files: number, proved: number, total: number) =>
      `${plural(files, 'file')}; ${proved} of ${plural(total, 'entry', 'entries')} of the journal were held against their hashes.`,
    zh: (files, proved, total) => `共 ${files} 个文件；日志共 ${total} 条，其中 ${proved} 条已与哈希值核对。`,
  }),
  madeAt: { en: 'Made', zh: '生成时间' },
  'not-readable': {
    en: 'No incident log, or not as Shiplock writes them',
    zh: '不是事件日志，或格式无法识别',
  },
  'file-changed': { en: 'A file was changed', zh: '文件被改动' },
  'file-missing': { en: 'A file is missing', zh: '文件缺失' },
  'file-added': { en: 'A file was added', zh: '多出文件' },
  'entry-changed': { en: 'An entry of the journal was changed', zh: '日志条目被改动' },
  'entry-missing': { en: 'An entry of the journal is missing', zh: '日志条目缺失' },
  'entry-added': { en: 'An entry of the journal was added', zh: '多出日志条目' },
  'chain-broken': { en: 'The chain of the journal is broken', zh: '日志链断裂' },
  'evidence-changed': { en: 'What a host told was changed', zh: '主机信息被改动' },
});
