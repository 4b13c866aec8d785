/** A window without a wire, and a station that does as it is told: what is between them is tested. */
import type { CallOptions, Contract, MethodName } from '../../../shared/contract.ts';
import { ShiplockError } from '../../../shared/errors.ts';
import type { SecretRequest } from '../../../shared/model.ts';
import type { FromStation, FromWindow } from '../../../shared/wire.ts';
import type { Window, Windows } from '../../../electron/windows.ts';

/** A call that is under way, to be ended by the test. */
export interface PendingCall {
  readonly method: MethodName;
  readonly input: unknown;
  readonly options: CallOptions;
  readonly ask: (request: SecretRequest) => Promise<string | undefined>;
  readonly end: (output: unknown) => void;
  readonly fail: (thrown: unknown) => void;
}

/** Every call stays under way until the test ends it; one that is cancelled fails with the reason. */
export class StandInStation implements Contract, Disposable {
  readonly calls: PendingCall[] = [];

  call<Name extends MethodName>(method: Name, input: unknown, options: CallOptions = {}): Promise<never> {
    const { promise, resolve, reject } = Promise.withResolvers<never>();
    const { signal } = options;
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    const ask = async (request: SecretRequest): Promise<string | undefined> => options.askSecret?.(request);
    const end = resolve as (output: unknown) => void;
    this.calls.push({ method, input, options, ask, end, fail: reject });
    return promise;
  }

  [Symbol.dispose](): void {
    for (const { fail } of this.calls) fail(stationEnded);
  }

  get last(): PendingCall {
    const call = this.calls.at(-1);
    if (call === undefined) throw new Error('nothing was called');
    return call;
  }
}

const stationEnded = new ShiplockError('cancelled', { en: 'The station has ended.', zh: '后台已退出。' });

export class StandInWindow {
  readonly heard: FromStation[] = [];
  readonly refused: string[] = [];
  readonly #window: Window;

  constructor(windows: Windows) {
    this.#window = windows.open({
      send: (message) => this.heard.push(message),
      refuse: (why) => this.refused.push(why),
    });
  }

  say(message: FromWindow): void {
    this.#window.heard(message);
  }

  /** What no window says. */
  sayAnything(message: unknown): void {
    this.#window.heard(message);
  }

  close(): void {
    this.#window.closed();
  }
}
