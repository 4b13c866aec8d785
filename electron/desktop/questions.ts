/** The shell's own questions. The safe answer has the focus, and is what closing the question means. */
import { dialog, type MessageBoxOptions } from 'electron';
import type { ShellSaid } from '../../shared/shell-words.ts';
import type { QuitAnswer } from './quit-guard.ts';

/** `work`: what goes on, a line each. */
export async function askBeforeQuit(said: ShellSaid, work: readonly string[]): Promise<QuitAnswer> {
  const { response } = await dialog.showMessageBox(quitQuestion(said, work));
  return (['stay', 'take-back', 'at-once'] as const)[response] ?? 'stay';
}

export async function askBeforeForgetting(said: ShellSaid): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: said.forgetQuestion,
    detail: said.forgetMeans,
    buttons: [said.cancel, said.forget],
    ...safeFirst,
  });
  return response === 1;
}

/** Resolves to false if the window is to be closed. */
export async function askToLoadAgain(said: ShellSaid): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: said.pageCrashed,
    detail: said.pageCrashedMeans,
    buttons: [said.loadAgain, said.closeWindow],
    ...safeFirst,
  });
  return response === 0;
}

const safeFirst = { defaultId: 0, cancelId: 0, noLink: true } as const;

const quitQuestion = (said: ShellSaid, work: readonly string[]): MessageBoxOptions => ({
  type: 'warning',
  message: said.quitQuestion,
  detail: [work.join('\n'), said.takeBackMeans, said.quitAtOnceMeans].join('\n\n'),
  buttons: [said.stay, said.takeBackThenQuit, said.quitAtOnce],
  ...safeFirst,
});
