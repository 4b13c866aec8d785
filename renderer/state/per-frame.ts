/** What comes more often than a picture is drawn is shown once for each picture. */

export interface PerFrame extends Disposable {
  /** `act` is called before the next picture, once, however often this was called. */
  readonly ask: () => void;
}

export function oncePerFrame(act: () => void): PerFrame {
  let asked: number | undefined;
  return {
    ask: () => {
      asked ??= requestAnimationFrame(() => {
        asked = undefined;
        act();
      });
    },
    [Symbol.dispose]: () => {
      if (asked !== undefined) cancelAnimationFrame(asked);
    },
  };
}
