/** The system's dialogs for files, for the page. What is chosen is a path; nothing is read or written here. */
import { type BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { ShiplockError } from '../../shared/errors.ts';
import { channels } from './channels.ts';
import { isFromPage } from './window-port.ts';

/** A name, or a path whose folder the dialog begins in. */
const suggestion = z.string().max(4096);

export function offerFileDialogs(window: BrowserWindow): void {
  const { ipc } = window.webContents;
  const refuseOthers = (event: IpcMainInvokeEvent): void => {
    if (!isFromPage(event)) throw refused();
  };
  ipc.handle(channels.chooseSaveFile, async (event, suggested: unknown) => {
    refuseOthers(event);
    const defaultPath = suggestion.safeParse(suggested);
    if (!defaultPath.success) throw refused();
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: defaultPath.data,
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    return canceled ? undefined : filePath;
  });
  ipc.handle(channels.chooseFile, async (event) => {
    refuseOthers(event);
    const { filePaths } = await dialog.showOpenDialog(window, {
      properties: ['openFile', 'showHiddenFiles'],
    });
    return filePaths[0];
  });
}

const refused = (): ShiplockError =>
  new ShiplockError('usage', {
    en: 'This is nothing that the window asks.',
    zh: '窗口不会提出这样的请求。',
  });
