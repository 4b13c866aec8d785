/** The window's end of its wire: the desktop shell's bridge where there is one, else a WebSocket to where the page came from. */
import type { DesktopBridge } from '../../shared/desktop-bridge.ts';
import type { FromStation, FromWindow } from '../../shared/wire.ts';

export interface Port {
  /** False while there is nobody at the other end; what is sent then is lost. */
  readonly isOpen: boolean;
  readonly send: (message: FromWindow) => void;
}

export interface PortListener {
  readonly heard: (message: FromStation) => void;
  readonly opened: () => void;
  readonly closed: () => void;
}

export const desktop = (globalThis as { readonly shiplock?: DesktopBridge }).shiplock;

export const openPort = (listener: PortListener): Port =>
  desktop === undefined ? new SocketPort(listener) : openBridge(desktop, listener);

function openBridge(bridge: DesktopBridge, { heard, opened }: PortListener): Port {
  bridge.onMessage(heard);
  queueMicrotask(opened);
  return { isOpen: true, send: bridge.send };
}

const retryMs = { first: 250, most: 5000 };

class SocketPort implements Port {
  readonly #listener: PortListener;
  #socket: WebSocket | undefined;
  #retryMs = retryMs.first;

  constructor(listener: PortListener) {
    this.#listener = listener;
    this.#connect();
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(message: FromWindow): void {
    if (this.isOpen) this.#socket?.send(JSON.stringify(message));
  }

  #connect(): void {
    const socket = new WebSocket(`ws://${location.host}/station`);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#retryMs = retryMs.first;
      this.#listener.opened();
    });
    socket.addEventListener('message', ({ data }) => {
      this.#listener.heard(JSON.parse(String(data)) as FromStation);
    });
    socket.addEventListener('close', () => {
      this.#listener.closed();
      setTimeout(() => this.#connect(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, retryMs.most);
    });
  }
}
