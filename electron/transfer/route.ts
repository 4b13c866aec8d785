/** What a transfer asks of a route, and what every route promises. */
import type { Words } from '../../shared/words.ts';
import type { Session } from '../hosts/session.ts';

export interface JoinRequest {
  readonly source: { readonly session: Session; readonly command: readonly string[] };
  readonly target: { readonly session: Session; readonly command: readonly string[] };
  /** Whether the target's output goes back to the source, as rsync needs it. */
  readonly bothWays: boolean;
  /** What is being sent, for errors: "the memory of gauge". */
  readonly what: Words;
  /** Called with what the source has sent since the last call; the sum at the end is exact. */
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** For how long nothing may come, in milliseconds; a quarter of an hour by default. */
  readonly stallMs?: number | undefined;
}

export interface Route {
  readonly kind: 'relay' | 'direct';
  /**
   * Runs a command on each host, the output of the one as the input of the other. Resolves when both ended well and
   * every byte was handed over. A side that ends badly takes the other with it; when this rejects, neither runs any
   * more, unless the link to its host was lost.
   * Throws 'disk-full', 'transfer-failed' with both commands' words, 'link-lost', 'sudo-refused', 'timed-out' when
   * nothing came for too long, or the signal's reason.
   */
  join(request: JoinRequest): Promise<void>;
}
