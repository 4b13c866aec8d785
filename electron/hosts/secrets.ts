/** Passwords and passphrases: asked for when needed, kept in this process's memory, never anywhere else. */
import type { AskSecret } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import { howToGiveSecret } from '../../shared/giving-secrets.ts';
import type { Host, LoginSecretRequest } from '../../shared/model.ts';
import { type BothLanguages, en, sentences, zh } from '../../shared/words.ts';

export type SecretKind = LoginSecretRequest['kind'];

/** The secret was tried and is not the right one. */
export class WrongSecretError extends ShiplockError {}

/** The secret is needed, and nobody gave it. */
export class MissingSecretError extends ShiplockError {}

/** A person gets this many tries. */
const maxAsked = 3;

export class Secrets {
  readonly #known = new Map<string, string>();
  /** Who waits for a secret that another is being asked for just now. */
  readonly #turns = new Map<string, Promise<unknown>>();

  /** True when `use` would not have to ask, unless the secret is wrong by now. */
  knows(host: Host, kind: SecretKind): boolean {
    return this.#known.has(identityOf(host, kind));
  }

  /**
   * What `use` makes of the secret. While `use` throws `WrongSecretError`, asks again, three times in all; then throws
   * that error, or `login-refused` (`sudo-refused` for sudo's password) if there is nobody to ask.
   */
  async use<Result>(
    host: Host,
    kind: SecretKind,
    ask: AskSecret | undefined,
    use: (secret: string) => Promise<Result>,
  ): Promise<Result> {
    const id = identityOf(host, kind);
    const before = this.#turns.get(id);
    const turn = Promise.withResolvers<void>();
    this.#turns.set(id, turn.promise);
    await before;
    try {
      return await this.#useInTurn(host, kind, ask, use);
    } finally {
      turn.resolve();
      if (this.#turns.get(id) === turn.promise) this.#turns.delete(id);
    }
  }

  async #useInTurn<Result>(
    host: Host,
    kind: SecretKind,
    ask: AskSecret | undefined,
    use: (secret: string) => Promise<Result>,
  ): Promise<Result> {
    const id = identityOf(host, kind);
    let wrong: WrongSecretError | undefined;
    for (let asked = 0; ; ) {
      let secret = this.#known.get(id);
      if (secret === undefined) {
        if (ask === undefined || asked === maxAsked) throw wrong ?? notGiven(host, kind);
        asked += 1;
        const answer: Promise<string | undefined> = ask(requestOf(host, kind, wrong !== undefined));
        secret = await answer;
        if (secret === undefined) throw wrong ?? notGiven(host, kind);
        refuseUnusable(host, kind, secret);
        this.#known.set(id, secret);
      }
      try {
        return await use(secret);
      } catch (thrown) {
        if (!(thrown instanceof WrongSecretError)) throw thrown;
        wrong = thrown;
        if (this.#known.get(id) === secret) this.#known.delete(id);
      }
    }
  }
}

/** A passphrase belongs to the file, whichever hosts it opens; a password to the account on the host agreed to. */
function identityOf({ name, address, port, user, key, hostKey }: Host, kind: SecretKind): string {
  return JSON.stringify(kind === 'passphrase' ? [kind, key] : [kind, name, address, port, user, hostKey]);
}

function requestOf({ name, user, key }: Host, kind: SecretKind, isRetry: boolean): LoginSecretRequest {
  return { host: name, user, kind, ...(kind === 'passphrase' && key !== undefined && { key }), isRetry };
}

/** What it is the secret of. */
function ownerOf({ user, name, key }: Host, kind: SecretKind): BothLanguages {
  switch (kind) {
    case 'password':
      return { en: `The password of ${user} on ${name}`, zh: `${name} 上用户 ${user} 的密码` };
    case 'sudo-password':
      return {
        en: `The password that sudo on ${name} asks ${user} for`,
        zh: `${name} 上 sudo 要求用户 ${user} 输入的密码`,
      };
    case 'passphrase':
      return {
        en: `The passphrase of the key file ${key}, for ${name},`,
        zh: `密钥文件 ${key}（用于 ${name}）的口令`,
      };
  }
}

function notGiven(host: Host, kind: SecretKind): ShiplockError {
  const what = ownerOf(host, kind);
  const text = { en: en`${what} was not given.`, zh: zh`没有提供${what}。` };
  const agent = {
    en: 'Or add the key to an SSH agent (ssh-add), and the host without --key.',
    zh: '也可以把密钥加入 SSH 代理（ssh-add），并在添加主机时不带 --key。',
  };
  return new MissingSecretError(refusalCode(kind), text, {
    remedy: kind === 'passphrase' ? sentences(howToGiveSecret, agent) : howToGiveSecret,
  });
}

/** A line break would end it for sudo and begin something else. */
function refuseUnusable(host: Host, kind: SecretKind, secret: string): void {
  if (!/[\n\r\0]/.test(secret) && secret.isWellFormed()) return;
  const what = ownerOf(host, kind);
  const text = {
    en: en`${what} cannot hold a line break or a NUL character.`,
    zh: zh`${what}不能含换行符或 NUL 字符。`,
  };
  throw refusal(kind, text, { state: { en: 'It was sent nowhere.', zh: '它没有被发送到任何地方。' } });
}

function refusal(
  kind: SecretKind,
  text: BothLanguages,
  more: { remedy?: BothLanguages; state?: BothLanguages },
): ShiplockError {
  return new ShiplockError(refusalCode(kind), text, more);
}

const refusalCode = (kind: SecretKind): 'sudo-refused' | 'login-refused' =>
  kind === 'sudo-password' ? 'sudo-refused' : 'login-refused';
