/** Shiplock does not quit while something goes on before its user has said what is to become of it. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Windows } from '../windows.ts';

export type QuitAnswer = 'stay' | 'take-back' | 'at-once';

export interface QuitGuardParts {
  readonly windows: Windows;
  readonly ask: () => Promise<QuitAnswer>;
  /** Everything is being taken back now, and then it quits. */
  readonly onTakingBack: () => void;
  /** It does not quit, also when what is being taken back has been. */
  readonly onStaying: () => void;
  /** Quits, with nothing under way. */
  readonly quit: () => void;
  /** Ends the process as it is: hosts and journal are as when the laptop loses its power. */
  readonly exit: () => void;
}

const cancelled = { en: 'Cancelled, since Shiplock is to quit.', zh: 'Shiplock 即将退出，操作已取消。' };

export class QuitGuard {
  readonly #parts: QuitGuardParts;
  #state: 'free' | 'asking' | 'taking-back' = 'free';

  constructor(parts: QuitGuardParts) {
    this.#parts = parts;
  }

  /** To be called when the app is about to quit. */
  beforeQuit(event: { readonly preventDefault: () => void }): void {
    if (!this.#parts.windows.isBusy) return;
    event.preventDefault();
    if (this.#state !== 'asking') void this.#ask();
  }

  /** To be called when nothing goes on any more. */
  ended(): void {
    if (this.#state === 'taking-back') this.#parts.quit();
  }

  async #ask(): Promise<void> {
    this.#state = 'asking';
    switch (await this.#parts.ask()) {
      case 'stay':
        this.#state = 'free';
        this.#parts.onStaying();
        return;
      case 'take-back':
        this.#takeBack();
        return;
      case 'at-once':
        this.#parts.exit();
    }
  }

  #takeBack(): void {
    const { windows, onTakingBack } = this.#parts;
    this.#state = 'taking-back';
    onTakingBack();
    windows.cancelLasting(new ShiplockError('cancelled', cancelled));
    // It may have ended while its user thought.
    if (!windows.isBusy) this.ended();
  }
}
