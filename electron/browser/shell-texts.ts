/** What the browser shell tells whoever started it, on the terminal. */
import { en, joinWords, type Words, zh } from '../../shared/words.ts';

export const texts = {
  address: (address: string): Words => ({
    en: `Shiplock's window, for this machine's browser, once: ${address}`,
    zh: `Shiplock 窗口，请用本机浏览器打开（仅可打开一次）：${address}`,
  }),
  opened: {
    en: 'The window is open.',
    zh: '窗口已打开。',
  },
  asTab: (address: string): Words => ({
    en: `No browser of the Chromium family shows a window of its own here (Chromium, Chrome, Edge or Brave; SHIPLOCK_BROWSER names another): it opens as a tab of your default browser. If it does not, open this address, once: ${address}`,
    zh: `本机没有可单独显示窗口的 Chromium 系浏览器（Chromium、Chrome、Edge 或 Brave；也可用 SHIPLOCK_BROWSER 指定），将在默认浏览器的标签页中打开。若未打开，请手动打开此地址（仅可打开一次）：${address}`,
  }),
  stays: (work: readonly Words[]): Words => {
    const all = joinWords(work, { en: ', ', zh: '、' });
    return {
      en: en`The window was closed. What is under way goes on (${all}), and Shiplock stays until it has ended. To look at it again, start Shiplock once more.`,
      zh: zh`窗口已关闭。正在进行的操作将继续（${all}），完成后 Shiplock 才会退出。要再次查看，请重新启动 Shiplock。`,
    };
  },
  ended: (work: Words, how: Words): Words => ({ en: en`${work}: ${how}`, zh: zh`${work}：${how}` }),
  cancelling: {
    en: 'Cancelling: what was begun is taken back. Once more to leave at once.',
    zh: '正在取消：已开始的操作会回滚。再按一次将立即退出。',
  },
  left: {
    en: 'Left as it is. `shiplock runs` lists what was interrupted, `shiplock resume RUN` finishes it.',
    zh: '已原样退出。`shiplock runs` 列出被中断的运行，`shiplock resume RUN` 可将其完成。',
  },
  runsAlready: {
    en: 'Shiplock runs already for this home; it opens another window.',
    zh: '此数据目录的 Shiplock 已在运行；它会再打开一个窗口。',
  },
} as const;
