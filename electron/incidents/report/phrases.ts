/** The report's sentences in both languages side by side: one that is missing in either does not compile. */
import type { BothLanguages } from '../../../shared/words.ts';

export const phrases = {
  title: { en: 'Incident report', zh: '事件报告' },
  madeAt: { en: 'Made', zh: '生成时间' },
  allOf: { en: 'Everything in the journal', zh: '日志库的全部内容' },
  laptopClock: {
    en: "All times are UTC, by the laptop's clock, unless a line says otherwise.",
    zh: '除非另有说明，所有时间均为 UTC，以笔记本电脑的时钟为准。',
  },

  runs: { en: 'Runs', zh: '任务' },
  noRuns: { en: 'No run is in this part of the journal.', zh: '这部分日志中没有任务。' },
  move: { en: 'Migration', zh: '迁移' },
  restore: { en: 'Restore', zh: '还原' },
  outcome: { en: 'Outcome', zh: '结果' },
  runsOn: { en: 'Runs now on', zh: '容器现在运行于' },
  runsNowhere: { en: 'no host, as far as the journal knows', zh: '据日志记录，没有主机在运行它' },
  begun: { en: 'Begun', zh: '开始时间' },
  freeze: { en: 'Freeze', zh: '停机时间' },
  noFreeze: { en: 'it was not frozen', zh: '没有冻结' },
  total: { en: 'In all', zh: '总耗时' },
  sent: { en: 'Sent', zh: '传输量' },
  route: { en: 'Route', zh: '传输路径' },
  moreRuns: { en: 'More runs', zh: '其他任务' },
  moreRunsHint: {
    en: 'Only the latest runs are told in full here; runs.jsonl in the zip has the data of each.',
    zh: '此处只详述最近的任务；压缩包中的 runs.jsonl 有每个任务的数据。',
  },

  whatHappened: { en: 'What happened', zh: '发生了什么' },
  whatToDo: { en: 'What to do', zh: '如何处理' },
  stateNow: { en: 'State', zh: '当前状态' },
  ownWords: { en: 'In its own words', zh: '原始信息（英文）' },
  remarks: { en: 'Remarks', zh: '备注' },

  timeline: { en: 'Timeline of the steps', zh: '步骤时间线' },
  timelineHint: {
    en: 'Each bar is a step from its beginning to its end: dashed where it was taken back later, red where it failed. The table says the same in words.',
    zh: '每一条代表一个步骤从开始到结束：虚线表示后来已回滚，红色表示失败。下表以文字说明同样的内容。',
  },
  step: { en: 'Step', zh: '步骤' },
  state: { en: 'State', zh: '状态' },
  time: { en: 'Time', zh: '时间' },
  took: { en: 'Took', zh: '耗时' },

  rounds: { en: 'Rounds towards the freeze', zh: '预拷贝轮次' },
  roundsHint: {
    en: 'What each round sent. The smaller the last one, the shorter the freeze.',
    zh: '每一轮传输的数据量。最后一轮越小，停机时间越短。',
  },
  noRounds: { en: 'No round was completed.', zh: '没有完成任何一轮。' },
  round: { en: 'Round', zh: '轮次' },
  kind: { en: 'Of', zh: '内容' },
  bytes: { en: 'Sent', zh: '传输量' },
  paused: { en: 'Paused for', zh: '暂停时间' },

  freezeParts: { en: 'The freeze taken apart', zh: '停机时间构成' },
  freezePartsHint: {
    en: 'Parts that ran at the same time overlap.',
    zh: '同时进行的部分会重叠。',
  },
  part: { en: 'Part', zh: '部分' },

  byCargo: { en: 'Sent, by kind', zh: '按类型统计的传输量' },
  image: { en: 'image layers', zh: '镜像层' },
  memory: { en: 'memory', zh: '内存' },
  rwLayer: { en: 'RW layer', zh: '读写层' },
  volumes: { en: 'volumes', zh: '数据卷' },
  log: { en: 'log', zh: '日志' },

  findings: { en: 'What the checks found', zh: '检查结果' },
  noFindings: { en: 'The checks had nothing to say.', zh: '检查没有发现问题。' },
  measured: { en: 'measured', zh: '实测' },
  needed: { en: 'needed', zh: '要求' },
  remedy: { en: 'to do', zh: '处理办法' },

  refusals: { en: 'Asked for and not begun', zh: '被拒绝的请求' },

  evidence: { en: 'What the hosts told', zh: '主机信息' },
  evidenceHint: {
    en: "The last lines of each; the zip has more. Times in them are by the hosts' own clocks.",
    zh: '此处只列出最后若干行；压缩包中有更多内容。其中的时间以各主机自己的时钟为准。',
  },
  noEvidence: { en: 'Nothing was collected from a host.', zh: '没有从主机收集到信息。' },
  collectedFailed: { en: 'collected when it failed', zh: '失败时收集' },
  collectedOver: { en: 'collected when it was decided', zh: '提交后收集' },
  collectedAsked: { en: 'collected for this report', zh: '为本报告收集' },
  isCut: { en: 'only its end was kept', zh: '只保留了末尾部分' },

  missing: { en: 'What could not be had', zh: '未能取得的内容' },
  nothingMissing: { en: 'Nothing that was looked for is missing.', zh: '所有要找的内容都已取得。' },

  hosts: { en: 'Hosts', zh: '主机' },
  host: { en: 'Host', zh: '主机' },
  address: { en: 'Address', zh: '地址' },
  versions: { en: 'Versions', zh: '版本' },
  notKnown: { en: 'not known', zh: '未知' },

  historyHint: {
    en: 'Each entry with the beginning of its hash. journal/entries.jsonl in the zip has their content.',
    zh: '列出每条记录及其哈希的开头部分。完整内容见压缩包中的 journal/entries.jsonl。',
  },
  entry: { en: 'Entry', zh: '记录' },
  hash: { en: 'Hash', zh: '哈希' },

  proof: { en: 'What this file proves', zh: '本文件能证明什么' },
  notAuthor: {
    en: 'It proves that nothing was changed since, to whoever has the fingerprint that the export printed, or the journal itself. It has no signature: it does not prove who made it.',
    zh: '持有导出时打印的指纹或原始日志库的人，可据此确认内容此后未被改动。本文件没有签名，不能证明由谁生成。',
  },
  howToVerify: { en: 'To check it', zh: '校验方法' },
  head: { en: "Hash of the journal's last entry", zh: '日志最后一条记录的哈希' },
  redactionHint: {
    en: 'Environment, labels and health checks of containers were taken out, and so was what looks like a password, a token or a key. A secret that reads like ordinary words cannot be told from them: look at the logs before you hand this on.',
    zh: '容器的环境变量、标签和健康检查命令已剔除，疑似密码、令牌、密钥的内容也已剔除。看起来像普通文字的机密无法识别：转交之前请先查看日志。',
  },
  brokenChain: {
    en: 'The journal itself is damaged, or was changed behind its back, from this entry on:',
    zh: '日志库本身已损坏，或被人绕过程序改动，从此条记录开始：',
  },
} as const satisfies Record<string, BothLanguages>;

export type Phrase = keyof typeof phrases;

/** Sentences with something in them. */
export const ofRun = (run: string): BothLanguages => ({ en: `Run ${run}`, zh: `任务 ${run}` });

export const since = (time: string): BothLanguages => ({
  en: `What happened from ${time} on`,
  zh: `${time} 以来发生的事`,
});

export const beingMoved = (container: string, from: string, to: string): BothLanguages => ({
  en: `${container}: ${from} → ${to}`,
  zh: `${container}：${from} → ${to}`,
});

export const beingRestored = (container: string, point: string, to: string): BothLanguages => ({
  en: `${container}: ${point} → ${to}`,
  zh: `${container}：还原点 ${point} → ${to}`,
});

export const frozenThenBack = (time: string): BothLanguages => ({
  en: `frozen for ${time}, then it went on where it was`,
  zh: `冻结 ${time} 后在原主机上继续运行`,
});

export const journalOf = (run: string): BothLanguages => ({ en: `Journal of ${run}`, zh: `${run} 的日志` });

export const failedIn = (step: BothLanguages): BothLanguages => ({
  en: `It failed in the step “${step.en}”.`,
  zh: `失败于步骤“${step.zh}”。`,
});

export const wholeChain = (entries: number): BothLanguages => ({
  en: `The whole journal is in it: ${entries} entries, each with its content. Each holds the hash of the one before it, so a change to any, or a missing one, shows.`,
  zh: `包含完整日志：共 ${entries} 条记录，均含内容。每条记录都包含前一条的哈希，任何改动或缺失都会被发现。`,
});

export const partOfChain = (included: number, entries: number): BothLanguages => ({
  en: `${included} of the journal's ${entries} entries are in it with their content, which is held against their hashes and their places in the chain. Of the others there is the hash only: that they are between, not what they say, nor that their hashes are right.`,
  zh: `日志共 ${entries} 条记录，其中 ${included} 条含内容，可对照其哈希和在链中的位置进行校验。其余记录只有哈希：只能说明它们位于其间，不能证明其内容，也不能证明其哈希正确。`,
});

export const redactedEntries = (count: number): BothLanguages => ({
  en: `${count === 1 ? 'One entry' : `${count} entries`} held what looks like a secret; it was taken out, so their content cannot be held against their hash.`,
  zh: `${count} 条记录含有疑似机密，已剔除，因此无法对照哈希校验其内容。`,
});

export const andMore = (count: number): BothLanguages => ({
  en: `… and ${count} more`,
  zh: `……另有 ${count} 条`,
});

export const chartRounds = (first: string, last: string): BothLanguages => ({
  en: `Bars: what each round sent, from ${first} in the first to ${last} in the last.`,
  zh: `柱状图：每一轮的传输量，从第一轮的 ${first} 到最后一轮的 ${last}。`,
});

export const chartTimeline = (steps: number, total: string): BothLanguages => ({
  en: `Bars: ${steps} steps along ${total}.`,
  zh: `条形图：${total} 内的 ${steps} 个步骤。`,
});
