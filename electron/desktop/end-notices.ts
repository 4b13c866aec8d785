/** What ends while no window is open is told by a notification of the system. A click on it opens the window where it is shown. */
import { Notification } from 'electron';

/** Whoever has not seen it by then finds it in the list of runs, when they start Shiplock next. */
const waitedForMs = 10 * 60_000;

export interface EndNotice {
  readonly title: string;
  readonly body: string;
  /** As `/runs/r1`. */
  readonly place: string;
}

export interface EndNoticesActs {
  readonly openWindow: (place: string) => void;
  /** Called when nobody is waited for any more. */
  readonly onGone: () => void;
}

export class EndNotices implements Disposable {
  readonly #acts: EndNoticesActs;
  /** Held, since a notification that nobody holds hears no click. */
  readonly #shown = new Map<Notification, NodeJS.Timeout>();

  constructor(acts: EndNoticesActs) {
    this.#acts = acts;
  }

  /** Whether somebody may still click on one: Shiplock has to be there then. */
  get areShown(): boolean {
    return this.#shown.size > 0;
  }

  /** Does nothing where the system has no notifications. */
  show({ title, body, place }: EndNotice): void {
    if (!Notification.isSupported()) return;
    const notice = new Notification({ title, body });
    const gone = (): void => this.#gone(notice);
    this.#shown.set(notice, setTimeout(gone, waitedForMs));
    notice.on('click', () => {
      this.#acts.openWindow(place);
      gone();
    });
    // One that Windows has put away by itself can still be clicked on.
    notice.on('close', ({ reason }) => reason !== 'timedOut' && gone());
    notice.on('failed', gone);
    notice.show();
  }

  [Symbol.dispose](): void {
    for (const timer of this.#shown.values()) clearTimeout(timer);
    this.#shown.clear();
  }

  #gone(notice: Notification): void {
    clearTimeout(this.#shown.get(notice));
    if (this.#shown.delete(notice) && !this.areShown) this.#acts.onGone();
  }
}
