/** A page whose process has died is loaded again, at its place; where that happens again soon, its user is asked first. */
import type { WebContents } from 'electron';

/** A page that has lived that long since it was loaded again has recovered. */
const recoveredAfterMs = 60_000;

export interface CrashedPageActs {
  /** Whether to load it once more. */
  readonly ask: () => Promise<boolean>;
  /** Closes its window. */
  readonly close: () => void;
}

export function reloadWhenCrashed(contents: WebContents, { ask, close }: CrashedPageActs): void {
  let reloadedAt = Number.NEGATIVE_INFINITY;
  const reload = (): void => {
    if (contents.isDestroyed()) return;
    reloadedAt = performance.now();
    contents.reload();
  };
  const askFirst = async (): Promise<void> => {
    if (await ask()) reload();
    else if (!contents.isDestroyed()) close();
  };
  contents.on('render-process-gone', (_, { reason }) => {
    // It was let go with its window.
    if (reason === 'clean-exit') return;
    // Not within the event: Electron has not taken leave of the process yet (electron/electron#51900).
    if (performance.now() - reloadedAt > recoveredAfterMs) setImmediate(reload);
    else void askFirst();
  });
}
