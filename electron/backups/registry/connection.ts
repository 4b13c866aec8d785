/** One repository of a registry over HTTP (OCI distribution-spec 1.1), with a login if it wants one. */
import { ShiplockError } from '../../../shared/errors.ts';
import { printable } from '../../../shared/printable.ts';
import { abortReason } from '../../hosts/cancellation.ts';
import { parsed } from '../images/oci-image.ts';
import type { RegistryAddress } from './address.ts';
import { bodyOf } from './body.ts';
import { refusal } from './refusal.ts';
import { tokenIn, tokenPlace } from './token.ts';

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

const maxTokenBytes = 1024 * 1024;

export class RegistryConnection {
  readonly address: RegistryAddress;
  /** Requests end with its reason. */
  readonly signal: AbortSignal | undefined;
  readonly #basic: string | undefined;
  #token: string | undefined;

  constructor(address: RegistryAddress, login?: Login, signal?: AbortSignal) {
    this.address = address;
    this.signal = signal;
    const words = login === undefined ? undefined : Buffer.from(`${login.user}:${login.password}`);
    this.#basic = words && `Basic ${words.toString('base64')}`;
  }

  /** `blobs/…` or `manifests/…` in the repository. */
  at(path: string): URL {
    return new URL(`/v2/${this.address.repository}/${path}`, this.address.origin);
  }

  /**
   * The answer, whose body is the caller's to read or cancel. The password goes to the registry, and to where the registry
   * says that it gives out tokens; to nobody else that it points to.
   * Throws 'host-unreachable' when it is not there or the connection breaks, what `refusal` gives, or the signal's reason.
   */
  async request(url: URL, request: RegistryRequest): Promise<Response> {
    const { method = 'GET', expected } = request;
    let response = await this.#send(url, request, this.#authorizationFor(url));
    if (response.status === 401 && url.origin === this.address.origin) {
      const place = tokenPlace(response.headers.get('www-authenticate'));
      if (place !== undefined) {
        await response.body?.cancel();
        this.#token = await this.#newToken(place);
        response = await this.#send(url, request, this.#authorizationFor(url));
      }
    }
    if (expected.includes(response.status)) return response;
    throw await refusal(this.address, `${method} ${url.pathname}`, response);
  }

  /** What a request, or the reading of an answer, broke with, as an error for people. */
  broken(error: unknown): ShiplockError {
    if (error instanceof ShiplockError) return error;
    if (this.signal?.aborted) return abortReason(this.signal);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (isDistrusted(cause)) {
      return new ShiplockError(
        'host-key',
        {
          en: `Nobody vouches for the certificate of ${this.address.origin}.`,
          zh: `${this.address.origin} 的证书不受信任。`,
        },
        {
          state: { en: 'Nothing was sent.', zh: '没有发送任何内容。' },
          remedy: {
            en: 'Name the file of the authority that does: --ca FILE. If there is none, somebody may be in between.',
            zh: '请指定签发机构的证书文件：--ca 文件。如果没有，则中间可能有人冒充。',
          },
          details: cause.message,
          cause: error,
        },
      );
    }
    return new ShiplockError(
      'host-unreachable',
      {
        en: `The registry ${this.address.origin} cannot be reached.`,
        zh: `无法连接镜像仓库 ${this.address.origin}。`,
      },
      {
        remedy: {
          en: 'Check the address and the network between here and there, and try again: what has arrived is not sent again.',
          zh: '请检查地址和到那里的网络，然后重试：已送达的内容不会重发。',
        },
        details: cause instanceof Error ? cause.message : String(cause),
        cause: error,
      },
    );
  }

  #authorizationFor(url: URL): string | undefined {
    if (url.origin !== this.address.origin) return undefined;
    return this.#token === undefined ? this.#basic : `Bearer ${this.#token}`;
  }

  async #newToken(place: URL): Promise<string> {
    const response = await this.#send(place, {}, this.#basic);
    if (response.status !== 200) throw await refusal(this.address, `GET ${place.host}`, response);
    const answer = await bodyOf(response, maxTokenBytes).catch((error: unknown) => {
      throw this.broken(error);
    });
    const token = answer && tokenIn(parsed(answer));
    if (token !== undefined) return token;
    throw new ShiplockError('login-refused', {
      en: `${printable(place.origin)} gave no token for the registry.`,
      zh: `${printable(place.origin)} 没有给出镜像仓库的令牌。`,
    });
  }

  async #send(
    url: URL,
    { method = 'GET', headers = {}, body }: Omit<RegistryRequest, 'expected'>,
    authorization: string | undefined,
  ): Promise<Response> {
    const { origin } = this.address;
    if (url.protocol !== 'https:' && url.origin !== origin) {
      const text = {
        en: `${origin} points to ${printable(url.origin)}, without encryption.`,
        zh: `${origin} 指向 ${printable(url.origin)}，且未加密。`,
      };
      const remedy = {
        en: 'Ask whoever runs the registry to let it name itself by https.',
        zh: '请让仓库的管理者把其自身地址改为 https。',
      };
      throw new ShiplockError('transfer-failed', text, { remedy });
    }
    try {
      return await fetch(url, {
        method,
        headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
        body: body === undefined ? null : new Uint8Array(body),
        signal: this.signal ?? null,
      });
    } catch (error) {
      throw this.broken(error);
    }
  }
}

/** OpenSSL's words for a certificate that is not to be believed, as Node gives them. */
function isDistrusted(cause: unknown): cause is Error {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME/.test(code);
}
