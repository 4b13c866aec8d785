/** The route that a move is sent over: the relay, or a direct one for as long as it holds. */
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import type { DirectRoute } from './direct.ts';
import { relay } from './relay.ts';
import type { JoinRequest, Route } from './route.ts';

/**
 * What fails over the direct route is sent again over the relay, and so is everything after it: whatever is sent is the
 * same when it is sent twice. The relay's word is the last one.
 */
export class Carrier implements Route {
  readonly #onFallBack: (cause: ShiplockError) => void;
  #direct: DirectRoute | undefined;

  /** `onFallBack` is called once for each direct route that broke. */
  constructor(onFallBack: (cause: ShiplockError) => void) {
    this.#onFallBack = onFallBack;
  }

  get kind(): Route['kind'] {
    return this.#direct === undefined ? 'relay' : 'direct';
  }

  /** Sends over this route from now on. */
  takeDirect(route: DirectRoute): void {
    this.#direct = route;
  }

  async join(request: JoinRequest): Promise<void> {
    const direct = this.#direct;
    if (direct === undefined) return relay.join(request);
    try {
      return await direct.join(request);
    } catch (thrown) {
      const error = asShiplockError(thrown);
      if (error.code !== 'transfer-failed') throw error;
      this.#giveUp(direct, error);
    }
    request.signal?.throwIfAborted();
    return relay.join(request);
  }

  /** Ends the direct route's connection, if there is one, and goes on with the relay. */
  async closeDirect(): Promise<void> {
    const direct = this.#direct;
    this.#direct = undefined;
    await direct?.close();
  }

  /** Several transfers may find out at the same time. */
  #giveUp(direct: DirectRoute, cause: ShiplockError): void {
    if (this.#direct !== direct) return;
    this.#direct = undefined;
    this.#onFallBack(cause);
    void direct.close();
  }
}
