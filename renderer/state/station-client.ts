/** The contract as the window has it: the station's, over a wire. Errors come as they were thrown there. */
import type { CallOptions, Contract, Event, Input, MethodName, Output } from '../../shared/contract.ts';
import { fromErrorData, ShiplockError } from '../../shared/errors.ts';
import type { SecretRequest } from '../../shared/model.ts';
import type { FromStation, FromWindow } from '../../shared/wire.ts';
import { openPort, type Port, type PortListener } from './port.ts';

export interface ClientListener {
  /** Everything that happens, in the calls of this window and of others. */
  readonly event: (event: Event) => void;
  readonly ask: (ask: number, request: SecretRequest, canKeep: boolean) => void;
  readonly asked: (ask: number) => void;
  readonly connected: (isConnected: boolean) => void;
}

interface Call {
  readonly message: FromWindow;
  readonly resolve: (output: unknown) => void;
  readonly reject: (thrown: unknown) => void;
  readonly onEvent: ((event: Event) => void) | undefined;
}

export class StationClient implements Contract {
  readonly #listener: ClientListener;
  readonly #port: Port;
  readonly #calls = new Map<number, Call>();
  /** Made while there was no connection: sent when there is one. */
  readonly #waiting: FromWindow[] = [];
  #lastCall = 0;

  constructor(listener: ClientListener, open: (listener: PortListener) => Port = openPort) {
    this.#listener = listener;
    this.#port = open({
      heard: (message) => this.#heard(message),
      opened: () => {
        listener.connected(true);
        for (const message of this.#waiting.splice(0)) this.#port.send(message);
      },
      closed: () => this.#closed(),
    });
  }

  /** Rejects with 'link-lost' when the connection breaks: whether the station has done it is then not known. */
  call<Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    { signal, onEvent }: Pick<CallOptions, 'signal' | 'onEvent'> = {},
  ): Promise<Output<Name>> {
    this.#lastCall += 1;
    const id = this.#lastCall;
    const message: FromWindow = { kind: 'call', id, method, input };
    return new Promise<unknown>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      this.#calls.set(id, { message, resolve, reject, onEvent });
      signal?.addEventListener('abort', () => this.#cancel(id), { once: true });
      this.#send(message);
    }) as Promise<Output<Name>>;
  }

  answer(ask: number, secret: string | undefined, keep = false): void {
    this.#send({ kind: 'answer', ask, ...(secret === undefined ? {} : { secret }), ...(keep && { keep }) });
  }

  #send(message: FromWindow): void {
    if (this.#port?.isOpen) this.#port.send(message);
    else this.#waiting.push(message);
  }

  #cancel(id: number): void {
    if (this.#calls.has(id)) this.#send({ kind: 'cancel', id });
  }

  #heard(message: FromStation): void {
    switch (message.kind) {
      case 'result':
        this.#take(message.call)?.resolve(message.output);
        return;
      case 'failed':
        this.#take(message.call)?.reject(fromErrorData(message.error));
        return;
      case 'event':
        if (message.call !== undefined) this.#calls.get(message.call)?.onEvent?.(message.event);
        this.#listener.event(message.event);
        return;
      case 'ask':
        this.#listener.ask(message.ask, message.request, message.canKeep ?? false);
        return;
      case 'asked':
        this.#listener.asked(message.ask);
    }
  }

  #take(id: number): Call | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  #closed(): void {
    this.#listener.connected(false);
    const lost = new ShiplockError('link-lost', {
      en: 'The window has lost Shiplock; what was begun goes on.',
      zh: '窗口与 Shiplock 失去联系；已开始的操作仍在继续。',
    });
    const waits = new Set(this.#waiting);
    for (const [id, { message, reject }] of this.#calls) {
      if (waits.has(message)) continue;
      this.#calls.delete(id);
      reject(lost);
    }
  }
}
