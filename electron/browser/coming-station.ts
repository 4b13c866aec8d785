/** A station that is being opened while the browser starts: what is asked of it meanwhile waits. */
import type { CallOptions, Contract, Input, MethodName, Output } from '../../shared/contract.ts';

export class ComingStation implements Contract, Disposable {
  readonly #coming: Promise<Contract & Disposable>;

  constructor(coming: Promise<Contract & Disposable>) {
    this.#coming = coming;
    // Told by `there`, and to everyone who asks for something.
    coming.catch(() => undefined);
  }

  /** Resolves when it is open. Throws what kept it from that. */
  async there(): Promise<void> {
    await this.#coming;
  }

  async call<Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    options?: CallOptions,
  ): Promise<Output<Name>> {
    const station = await this.#coming;
    return station.call(method, input, options);
  }

  [Symbol.dispose](): void {
    this.#coming.then(
      (station) => station[Symbol.dispose](),
      () => undefined,
    );
  }
}
