/** The native menu, in the user's language. */
import type { MenuItemConstructorOptions } from 'electron';
import type { ShellSaid } from '../../shared/shell-words.ts';

export interface MenuParts {
  readonly said: ShellSaid;
  readonly platform: NodeJS.Platform;
  readonly devTools: boolean;
  readonly forgetSecrets: () => void;
}

export function menuTemplate({
  said,
  platform,
  devTools,
  forgetSecrets,
}: MenuParts): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const quit: MenuItemConstructorOptions = { role: 'quit', label: said.quit };
  const own: MenuItemConstructorOptions = {
    label: 'Shiplock',
    submenu: [
      { role: 'about', label: said.about },
      line,
      { role: 'hide', label: said.hide },
      { role: 'hideOthers', label: said.hideOthers },
      { role: 'unhide', label: said.showAll },
      line,
      quit,
    ],
  };
  return [
    ...(isMac ? [own] : []),
    {
      label: said.file,
      submenu: [
        { label: said.forgetSecrets, click: forgetSecrets },
        line,
        { role: 'close', label: said.closeWindow },
        ...(isMac ? [] : [quit]),
      ],
    },
    {
      label: said.edit,
      submenu: [
        { role: 'undo', label: said.undo },
        { role: 'redo', label: said.redo },
        line,
        { role: 'cut', label: said.cut },
        { role: 'copy', label: said.copy },
        { role: 'paste', label: said.paste },
        { role: 'selectAll', label: said.selectAll },
      ],
    },
    {
      label: said.view,
      submenu: [
        { role: 'zoomIn', label: said.zoomIn },
        { role: 'zoomOut', label: said.zoomOut },
        { role: 'resetZoom', label: said.actualSize },
        line,
        { role: 'togglefullscreen', label: said.fullScreen },
        ...(devTools ? ([{ role: 'toggleDevTools', label: said.developerTools }] as const) : []),
      ],
    },
    { label: said.window, submenu: [{ role: 'minimize', label: said.minimize }] },
  ];
}

const line: MenuItemConstructorOptions = { type: 'separator' };
