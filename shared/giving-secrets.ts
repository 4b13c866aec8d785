/** What to do when a secret was not given. */
import type { BothLanguages } from './words.ts';

export const howToGiveSecret: BothLanguages = {
  en: 'Try again, and give it when you are asked: by the window, or by the command line on a terminal. Or name a file that holds it: --secrets FILE.',
  zh: '请重试，并在窗口或终端上的命令行询问时输入；也可以指定保存它的文件：--secrets FILE。',
};
