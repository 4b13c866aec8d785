/** While something goes on: a mark in the tray that opens the window, and a laptop that does not fall asleep. */
import { Menu, nativeImage, powerSaveBlocker, Tray } from 'electron';
import type { ShellSaid } from '../../shared/shell-words.ts';
import { trayPicture, trayPictureSize } from './tray-picture.ts';

export interface RunMarkActs {
  readonly openWindow: () => void;
  readonly quit: () => void;
}

export class RunMark {
  readonly #acts: RunMarkActs;
  readonly #platform: NodeJS.Platform;
  #shown: { readonly tray: Tray; readonly sleepless: number } | undefined;

  constructor(acts: RunMarkActs, platform: NodeJS.Platform) {
    this.#acts = acts;
    this.#platform = platform;
  }

  show(said: ShellSaid): void {
    this.#shown ??= { tray: this.#newTray(), sleepless: powerSaveBlocker.start('prevent-app-suspension') };
    this.say(said, said.goesOn);
  }

  /** Does nothing while there is no mark. */
  say(said: ShellSaid, what: string): void {
    this.#shown?.tray.setToolTip(what);
    this.#shown?.tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: what, enabled: false },
        { label: said.openWindow, click: this.#acts.openWindow },
        { label: said.quit, click: this.#acts.quit },
      ]),
    );
  }

  hide(): void {
    if (this.#shown === undefined) return;
    const { tray, sleepless } = this.#shown;
    this.#shown = undefined;
    tray.destroy();
    powerSaveBlocker.stop(sleepless);
  }

  #newTray(): Tray {
    const isMac = this.#platform === 'darwin';
    // macOS colours it itself; elsewhere it is to be seen on light and on dark.
    const color = isMac ? ([0, 0, 0] as const) : ([77, 163, 255] as const);
    const picture = nativeImage.createEmpty();
    for (const scaleFactor of [1, 2]) {
      const side = trayPictureSize * scaleFactor;
      const bitmap = nativeImage.createFromBitmap(trayPicture(color, scaleFactor), {
        width: side,
        height: side,
      });
      picture.addRepresentation({ scaleFactor, width: side, height: side, buffer: bitmap.toPNG() });
    }
    if (isMac) picture.setTemplateImage(true);
    const tray = new Tray(picture);
    tray.on('click', this.#acts.openWindow);
    return tray;
  }
}
