/** What a window of the stand-in for Electron shows: a test says what its page says, and reads what it was told. */
import { EventEmitter } from 'node:events';

export type Listener = (...given: unknown[]) => unknown;

class StandInIpc extends EventEmitter {
  readonly handlers = new Map<string, Listener>();

  handle(channel: string, handler: Listener): void {
    this.handlers.set(channel, handler);
  }
}

export class StandInContents extends EventEmitter {
  readonly ipc = new StandInIpc();
  readonly mainFrame = { url: 'shiplock://window/#/runs', parent: null };
  /** What the page was told. */
  readonly sent: unknown[][] = [];
  openHandler: (() => unknown) | undefined;
  #isDestroyed = false;
  /** How often it was loaded anew. */
  reloads = 0;

  constructor() {
    super();
    this.once('destroyed', () => {
      this.#isDestroyed = true;
    });
  }

  send(...given: unknown[]): void {
    this.sent.push(given);
  }

  setWindowOpenHandler(handler: () => unknown): void {
    this.openHandler = handler;
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  reload(): void {
    this.reloads += 1;
  }

  /** The page says something; `from`: another frame than itself. */
  say(channel: string, message?: unknown, from: unknown = this.mainFrame): void {
    this.ipc.emit(channel, { senderFrame: from }, message);
  }

  /** The page asks for something. */
  async ask(channel: string, given?: unknown, from: unknown = this.mainFrame): Promise<unknown> {
    return this.ipc.handlers.get(channel)?.({ senderFrame: from }, given);
  }
}
