/** What can be done with a run, each said with what it leads to. */
import { catalogue, phrase } from './catalogue.ts';

export const runActs = catalogue({
  cancel: { en: 'Cancel the run …', zh: '取消任务……' },
  cancelTitle: { en: 'Take the run back?', zh: '取消并回滚此任务？' },
  cancelRunning: phrase({
    en: (container: string, from: string) =>
      `${container} goes on running on ${from}, without a pause. What was sent is cleared away.`,
    zh: (container, from) => `${container} 在 ${from} 上照常运行，不会中断。已传送的数据将被清除。`,
  }),
  cancelFrozen: phrase({
    en: (container: string, from: string) =>
      `${container} goes on on ${from} from where it was frozen, and nothing of it is lost. What was sent is cleared away.`,
    zh: (container, from) =>
      `${container} 将在 ${from} 上从冻结处继续运行，不丢失数据。已传送的数据将被清除。`,
  }),
  cancelRestore: phrase({
    en: (to: string) => `What was put on ${to} is cleared away; what had to make way for it runs again.`,
    zh: (to) => `已放到 ${to} 上的内容将被清除，让位的容器会重新运行。`,
  }),
  cancelLate: {
    en: 'If the decision for the target has been made by then, the run is finished instead.',
    zh: '如果届时已经提交到目标主机，任务将继续完成。',
  },
  keepGoing: { en: 'Let it go on', zh: '让任务继续' },
  cancelNow: { en: 'Cancel and take back', zh: '取消并回滚' },
  cancelling: { en: 'It was told to stop, and takes back what it began.', zh: '已要求停止，正在回滚。' },
  moveBack: phrase({
    en: (host: string) => `Move it back to ${host} …`,
    zh: (host) => `迁回 ${host}……`,
  }),
  moveBackMeans: phrase({
    en: (container: string, host: string) =>
      `This run is over and cannot be taken back: ${container} has gone on on ${host}. It goes back by a move, and loses nothing.`,
    zh: (container, host) =>
      `此任务已结束，不能再回滚：${container} 已在 ${host} 上继续运行。可以再迁移回去，不丢失数据。`,
  }),
  moveAgain: { en: 'Try the move again …', zh: '重新迁移……' },
  moveAgainMeans: {
    en: 'It is checked anew first; nothing of this attempt is in the way.',
    zh: '会先重新检查；本次尝试不会造成妨碍。',
  },
  restoreAgain: { en: 'To the restore point …', zh: '前往还原点……' },
  restoreAgainMeans: { en: 'To try it again, or another way.', zh: '可重试，或改用其他方式。' },
  resume: { en: 'Go on with it', zh: '继续任务' },
  resumeMeans: {
    en: 'Asks both hosts how things are, and finishes the run or takes it back, whichever loses nothing.',
    zh: '向两端主机查询实际状态，然后完成任务或将其回滚，以不丢失数据为准。',
  },
  resumeWithoutSource: { en: 'End it without the source …', zh: '不等源主机，直接结束……' },
  resumeWithoutSourceMeans: phrase({
    en: (from: string) => `Only if ${from} will never be back: nothing is cleared away there.`,
    zh: (from) => `仅当 ${from} 再也不会恢复时使用：那里的内容不会被清理。`,
  }),
  resumeWithoutSourceTitle: phrase({
    en: (from: string) => `Will ${from} never be back?`,
    zh: (from) => `${from} 确定不会再恢复？`,
  }),
  resumeWithoutSourceRisk: phrase({
    en: (container: string, from: string) =>
      `Should ${from} come back after all, it may start its own copy of ${container}, and nobody will have stopped it.`,
    zh: (container, from) => `如果 ${from} 日后恢复，它可能启动自己的 ${container} 副本，而没有人阻止。`,
  }),
  endIt: { en: 'End it without the source', zh: '不等源主机，结束任务' },
  rollBack: { en: 'Take it back', zh: '回滚' },
  rollBackMeans: phrase({
    en: (container: string, from: string) =>
      `${container} goes on on ${from}; what arrived elsewhere is cleared away.`,
    zh: (container, from) => `${container} 在 ${from} 上继续运行，其他主机上已到达的数据将被清除。`,
  }),
  decline: { en: 'Take it back …', zh: '回滚……' },
  declineTitle: { en: 'Give up what has arrived?', zh: '放弃已到达的数据？' },
  declineLoses: phrase({
    en: (container: string, from: string, to: string) =>
      `What has arrived of ${container} on ${to} is cleared away. If ${from} is off for good, it is all that is left of it.`,
    zh: (container, from, to) =>
      `${to} 上已到达的 ${container} 数据将被清除。如果 ${from} 已无法恢复，这就是它仅存的数据。`,
  }),
  rollBackRestoreMeans: phrase({
    en: (to: string) => `What was put on ${to} is cleared away; what had to make way for it runs again.`,
    zh: (to) => `已放到 ${to} 上的内容将被清除，让位的容器会重新运行。`,
  }),
  withoutTarget: { en: 'Take it back without the target …', zh: '不等目标主机，强制回滚……' },
  withoutTargetMeans: phrase({
    en: (to: string) => `Only if ${to} is off and stays off.`,
    zh: (to) => `仅当 ${to} 已关机且不会再开机时使用。`,
  }),
  withoutTargetTitle: phrase({
    en: (to: string) => `Is ${to} off?`,
    zh: (to) => `${to} 确实已关机？`,
  }),
  withoutTargetRisk: phrase({
    en: (container: string, to: string) =>
      `${to} cannot be asked. If it is only out of reach and runs its copy, ${container} will run twice, and both will write and answer.`,
    zh: (container, to) =>
      `无法向 ${to} 查询。如果它只是连接不上，而副本仍在其上运行，${container} 就会同时运行两份，各自写入数据并对外响应。`,
  }),
  withoutTargetLook: phrase({
    en: (to: string) => `Go and look, or have somebody look, that ${to} has no power.`,
    zh: (to) => `请亲自或请人到现场确认 ${to} 已断电。`,
  }),
  rescue: phrase({
    en: (to: string) => `Start it on ${to} from what arrived …`,
    zh: (to) => `用已到达的数据在 ${to} 上启动……`,
  }),
  rescueMeans: phrase({
    en: (from: string) => `Only if ${from} is off for good. What the container did since is lost.`,
    zh: (from) => `仅当 ${from} 已无法恢复时使用。此后容器产生的数据将丢失。`,
  }),
  rescueTitle: phrase({
    en: (container: string, to: string) => `Start ${container} on ${to}?`,
    zh: (container, to) => `在 ${to} 上启动 ${container}？`,
  }),
  rescuePoint: phrase({
    en: (at: string, ago: string) => `It goes on from ${at} (${ago}).`,
    zh: (at, ago) => `将从 ${at}（${ago}）的状态继续。`,
  }),
  rescueWithMemory: {
    en: 'Its programs go on with their memory as it was then; their TCP connections are closed.',
    zh: '程序带着当时的内存继续运行，其 TCP 连接会断开。',
  },
  rescueAnew: { en: 'Its programs start anew from the files.', zh: '程序将使用这些文件重新启动。' },
  rescueWithoutMemory: {
    en: 'Start its programs anew instead, from the files of that moment',
    zh: '不用内存，改为用当时的文件重新启动程序',
  },
  missing: { en: 'What is missing', zh: '缺少的内容' },
  rescueRisk: phrase({
    en: (from: string) =>
      `If ${from} still runs it, it would run twice. When ${from} comes back, its copy is stopped and kept under another name.`,
    zh: (from) => `如果 ${from} 仍在运行它，就会同时运行两份。${from} 恢复后，其上的副本会被停止并改名保留。`,
  }),
  typeName: phrase({
    en: (container: string) => `This cannot be undone. To confirm, type the container’s name: ${container}`,
    zh: (container) => `此操作无法撤销。请输入容器名以确认：${container}`,
  }),
  rescueNow: { en: 'Start it there', zh: '在那里启动' },
  rather: { en: 'Rather not', zh: '暂不' },
  confirmOff: phrase({
    en: (host: string) => `I have made sure that ${host} is off and stays off.`,
    zh: (host) => `我已确认 ${host} 已关机，且不会再开机。`,
  }),
  underWay: { en: 'Asking the hosts …', zh: '正在查询主机……' },
  whatCanBeDone: { en: 'What can be done', zh: '可以进行的操作' },
});
