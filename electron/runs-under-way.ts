/** The runs that this process carries out, so that each can be cancelled by its name, whoever began it. */
import type { CallOptions } from '../shared/contract.ts';
import { ShiplockError } from '../shared/errors.ts';

export interface Watched extends Disposable {
  /** With these the call is made that may begin runs, or go on with some. */
  readonly options: CallOptions;
}

export class RunsUnderWay {
  readonly #cancel = new Map<string, AbortController>();

  /** What the call of these options begins can be cancelled until this is disposed of. */
  watch(options: CallOptions): Watched {
    const controller = new AbortController();
    const own = new Set<string>();
    const { signal } = options;
    return {
      options: {
        ...options,
        signal: signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
        onEvent: (event) => {
          if (event.event === 'run.step') {
            own.add(event.run);
            this.#cancel.set(event.run, controller);
          }
          options.onEvent?.(event);
        },
      },
      [Symbol.dispose]: () => {
        for (const run of own) if (this.#cancel.get(run) === controller) this.#cancel.delete(run);
      },
    };
  }

  /** Throws 'not-found' for a run that is not under way here. */
  cancel(run: string): void {
    const controller = this.#cancel.get(run);
    if (controller === undefined) {
      throw new ShiplockError('not-found', `Run ${run} is not under way in this Shiplock.`, {
        state: 'Nothing was changed.',
        remedy:
          'Where it was begun, press Ctrl-C. If nobody carries it out any more, resume it or roll it back.',
      });
    }
    controller.abort(new ShiplockError('cancelled', 'Cancelled as asked.'));
  }
}
