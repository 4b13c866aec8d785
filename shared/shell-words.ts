/** What the desktop shell itself says: its menus, its questions, its mark in the tray. In both languages, as all that people read. */
import type { BothLanguages } from './words.ts';

export const shellWords = {
  file: { en: 'File', zh: '文件' },
  edit: { en: 'Edit', zh: '编辑' },
  view: { en: 'View', zh: '视图' },
  window: { en: 'Window', zh: '窗口' },
  forgetSecrets: { en: 'Forget Remembered Passwords…', zh: '清除已记住的密码…' },
  closeWindow: { en: 'Close Window', zh: '关闭窗口' },
  quit: { en: 'Quit Shiplock', zh: '退出 Shiplock' },
  about: { en: 'About Shiplock', zh: '关于 Shiplock' },
  hide: { en: 'Hide Shiplock', zh: '隐藏 Shiplock' },
  hideOthers: { en: 'Hide Others', zh: '隐藏其他' },
  showAll: { en: 'Show All', zh: '全部显示' },
  undo: { en: 'Undo', zh: '撤销' },
  redo: { en: 'Redo', zh: '重做' },
  cut: { en: 'Cut', zh: '剪切' },
  copy: { en: 'Copy', zh: '复制' },
  paste: { en: 'Paste', zh: '粘贴' },
  selectAll: { en: 'Select All', zh: '全选' },
  zoomIn: { en: 'Zoom In', zh: '放大' },
  zoomOut: { en: 'Zoom Out', zh: '缩小' },
  actualSize: { en: 'Actual Size', zh: '实际大小' },
  fullScreen: { en: 'Full Screen', zh: '全屏' },
  minimize: { en: 'Minimize', zh: '最小化' },
  developerTools: { en: 'Developer Tools', zh: '开发者工具' },
  openWindow: { en: 'Open Window', zh: '打开窗口' },
  goesOn: { en: 'Shiplock: a run goes on', zh: 'Shiplock：任务正在进行' },

  forgetQuestion: { en: 'Forget all remembered passwords?', zh: '清除所有已记住的密码？' },
  forgetMeans: {
    en: 'Passwords and passphrases of all hosts that are remembered on this laptop. You are asked for them again when they are needed next.',
    zh: '将清除本机记住的所有主机的密码和密钥口令，下次需要时会再次询问。',
  },
  forget: { en: 'Forget', zh: '清除' },
  cancel: { en: 'Cancel', zh: '取消' },

  quitQuestion: { en: 'Something is still going on. Quit all the same?', zh: '仍有任务正在进行，确定退出？' },
  stay: { en: 'Stay', zh: '不退出' },
  takeBackThenQuit: { en: 'Take back, then quit', zh: '回滚后退出' },
  quitAtOnce: { en: 'Quit at once', zh: '立即退出' },
  takeBackMeans: {
    en: 'Take back, then quit: what was begun is taken back, and the source goes on running the container. What was decided already is finished instead. Shiplock quits when that is done.',
    zh: '“回滚后退出”：回滚已开始的操作，容器继续在源主机上运行；若已提交，则改为完成操作。完成后 Shiplock 退出。',
  },
  quitAtOnceMeans: {
    en: 'Quit at once: nothing is taken back now. Before the freeze the source runs the container; in the freeze the source lets it go on by itself, within 60 seconds; later the target may run it. Start Shiplock again and resume the run.',
    zh: '“立即退出”：现在不回滚任何操作。停机之前，容器在源主机上运行；停机期间，源主机会在 60 秒内自行恢复容器；之后容器可能已在目标主机上运行。请重新启动 Shiplock 并继续该任务。',
  },
  pageCrashed: {
    en: 'The window’s page has crashed twice within a minute.',
    zh: '窗口页面在一分钟内两次崩溃。',
  },
  pageCrashedMeans: {
    en: 'Runs and restore points that are under way go on without it. If it crashes again, close the window: Shiplock stays in the tray until what goes on has ended. Start Shiplock again to open it, or see on the command line how a run stands: shiplock runs.',
    zh: '正在进行的任务和还原点创建不受影响，仍在继续。若再次崩溃，请关闭窗口：任务完成之前，Shiplock 会留在托盘中。重新启动 Shiplock 可再次打开窗口，也可在命令行用 shiplock runs 查看任务状态。',
  },
  loadAgain: { en: 'Load Again', zh: '重新加载' },
  takingBack: { en: 'Shiplock: being taken back, then it quits', zh: 'Shiplock：正在回滚，完成后退出' },
} as const satisfies Readonly<Record<string, BothLanguages>>;

/** What goes on, by the contract's method and what it was given. */
export const workWords = {
  move: (container: string, from: string, to: string): BothLanguages => ({
    en: `The move of ${container} from ${from} to ${to}`,
    zh: `将容器 ${container} 从 ${from} 迁移到 ${to}`,
  }),
  restore: (point: string, to: string): BothLanguages => ({
    en: `The restore of ${point} on ${to}`,
    zh: `在主机 ${to} 上恢复还原点 ${point}`,
  }),
  backup: (container: string, from: string): BothLanguages => ({
    en: `A restore point of ${container} on ${from}`,
    zh: `为主机 ${from} 上的容器 ${container} 创建还原点`,
  }),
  run: (run: string): BothLanguages => ({ en: `The run ${run}`, zh: `任务 ${run}` }),
} as const;

/** How it has ended. */
export const endWords = {
  done: { en: 'Done.', zh: '已完成。' },
  takenBack: { en: 'Taken back.', zh: '已回滚。' },
  attention: { en: 'It needs attention.', zh: '需要处理。' },
  goesOn: { en: 'It has not ended.', zh: '尚未结束。' },
  failed: { en: 'It failed.', zh: '失败。' },
  runsOn: (container: string, host: string): BothLanguages => ({
    en: `${container} runs on ${host}.`,
    zh: `${container} 正在 ${host} 上运行。`,
  }),
} as const;

export type ShellSaid = Readonly<Record<keyof typeof shellWords, string>>;
