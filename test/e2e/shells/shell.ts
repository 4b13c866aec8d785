/** What a spec needs of whatever has the window: a start on a data folder, windows, and an end, which may be a power cut. */
import type { Page } from 'playwright-core';

export interface Shell extends AsyncDisposable {
  /** A window at that place, as `/runs/r1`; the shell is started if it does not run. Closing the window is `page.close()`. */
  open(place: string): Promise<Page>;
  /** As a power cut does it: nothing is said to anyone. The next `open` starts it anew on the same data folder. */
  kill(): Promise<void>;
}

/** The size of a window unless a test wants another. */
export const usualSize = { width: 1280, height: 720 } as const;

export const usualLocale = 'en-GB';
