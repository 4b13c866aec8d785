/** One repository of a registry over HTTP (OCI distribution-spec 1.1): who may, what was answered, and what that means. */
import { ShiplockError } from '../../../shared/errors.ts';
import { printable } from '../../../shared/printable.ts';
import { abortReason } from '../../hosts/cancellation.ts';
import type { RegistryAddress } from './address.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
}

export interface RegistryRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** Statuses that are answers; others are thrown. */
  readonly expected: readonly number[];
}

const detailsLength = 2000;

export class RegistryConnection {
  readonly address: RegistryAddress;
  /** Requests end with its reason. */
  readonly signal: AbortSignal | undefined;
  readonly #authorization: string | undefined;

  constructor(address: RegistryAddress, login?: Login, signal?: AbortSignal) {
    this.address = address;
    this.signal = signal;
    const words = login === undefined ? undefined : Buffer.from(`${login.user}:${login.password}`);
    this.#authorization = words && `Basic ${words.toString('base64')}`;
  }

  /** `blobs/…` or `manifests/…` in the repository. */
  at(path: string): URL {
    return new URL(`/v2/${this.address.repository}/${path}`, this.address.origin);
  }

  /**
   * The answer, whose body is the caller's to read or cancel. The password goes to the registry alone, wherever it points to.
   * Throws 'host-unreachable' when it is not there or the connection breaks, 'login-refused', 'not-found', 'busy' when it asks
   * for patience or has trouble of its own, 'transfer-failed' with its words for all else, or the signal's reason.
   */
  async request(
    url: URL,
    { method = 'GET', headers = {}, body, expected }: RegistryRequest,
  ): Promise<Response> {
    if (url.protocol !== 'https:' && url.origin !== this.address.origin) {
      throw new ShiplockError(
        'transfer-failed',
        `${this.address.origin} points to ${printable(url.origin)}, without encryption.`,
        {
          remedy: 'Ask whoever runs the registry to let it name itself by https.',
        },
      );
    }
    const isRegistry = url.origin === this.address.origin;
    const own: Record<string, string> =
      isRegistry && this.#authorization !== undefined ? { authorization: this.#authorization } : {};
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...own },
      body: body === undefined ? null : new Uint8Array(body),
      signal: this.signal ?? null,
    }).catch((error: unknown) => Promise.reject(this.broken(error)));
    if (expected.includes(response.status)) return response;
    throw await this.#refusal(response, `${method} ${url.pathname}`);
  }

  /** What a request, or the reading of an answer, broke with, as an error for people. */
  broken(error: unknown): ShiplockError {
    if (error instanceof ShiplockError) return error;
    if (this.signal?.aborted) return abortReason(this.signal);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return new ShiplockError('host-unreachable', `The registry ${this.address.origin} cannot be reached.`, {
      remedy:
        'Check the address and the network between here and there, and try again: what has arrived is not sent again.',
      details: cause instanceof Error ? cause.message : String(cause),
      cause: error,
    });
  }

  async #refusal(response: Response, request: string): Promise<ShiplockError> {
    const { origin, repository } = this.address;
    const words = printable(await beginningOf(response).catch(() => ''));
    const details = `${request}: status ${response.status}\n${words}`;
    switch (response.status) {
      case 401:
      case 403:
        return new ShiplockError(
          'login-refused',
          `The registry ${origin} does not let you at ${repository}.`,
          {
            remedy:
              'Check user and password, and that the user may read and write there. Logins by token are not known to Shiplock.',
            details,
          },
        );
      case 404:
        return new ShiplockError('not-found', `The registry ${origin} has no such thing in ${repository}.`, {
          details,
        });
      case 408:
      case 429:
      case 500:
      case 502:
      case 503:
      case 504:
        return new ShiplockError('busy', `The registry ${origin} cannot answer now.`, {
          remedy: 'Try again in a while: what has arrived is not sent again.',
          details,
        });
      default:
        return new ShiplockError('transfer-failed', `The registry ${origin} refuses what it was asked.`, {
          details,
        });
    }
  }
}

/** A registry may say as much as it likes. */
async function beginningOf(response: Response): Promise<string> {
  let text = '';
  for await (const piece of response.body ?? []) {
    text += Buffer.from(piece).toString('utf8');
    if (text.length >= detailsLength) break;
  }
  return text.slice(0, detailsLength);
}
