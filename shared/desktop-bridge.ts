/** What the desktop shell hands to its page, as `shiplock`: the wire, and what only a desktop can do. */
import type { FromStation, FromWindow } from './wire.ts';

export interface DesktopBridge {
  readonly send: (message: FromWindow) => void;
  readonly onMessage: (heard: (message: FromStation) => void) => void;
  /** Asks where to save; undefined if the user would rather not. */
  readonly chooseSaveFile: (suggested: string) => Promise<string | undefined>;
  readonly chooseFile: () => Promise<string | undefined>;
}
