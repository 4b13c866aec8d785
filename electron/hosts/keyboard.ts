/** Answers sshd's questions, as PAM asks them, as long as they ask for the password. */
import type { KeyboardInteractiveAuthMethod } from 'ssh2';
import type { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import * as refusals from './login-refusals.ts';

const asksForPassword =
  /passw|passphrase|passwort|mot de passe|contrase|senha|пароль|密码|密碼|口令|パスワード|암호/i;
const asksForMore = /\b(one[- ]?time|otp|token|code|verification)\b|passcode|验证|驗證/i;
const asksForNewOne = /\bnew\b|retype|neues|nouveau|新的?密码|新密碼/i;

export class Keyboard {
  readonly #host: Host;
  readonly #password: string;
  readonly #refuse: (error: ShiplockError) => void;
  #answers = 0;

  /** `refuse` ends the login: there is no answer to what was asked, and none is sent. */
  constructor(host: Host, password: string, refuse: (error: ShiplockError) => void) {
    this.#host = host;
    this.#password = password;
    this.#refuse = refuse;
  }

  /** Whether the password was sent; it is sent once at most. */
  get hasAnswered(): boolean {
    return this.#answers > 0;
  }

  readonly prompt: KeyboardInteractiveAuthMethod['prompt'] = (
    _name,
    _instructions,
    _lang,
    prompts,
    answer,
  ) => {
    const words = prompts.map(({ prompt }) => prompt).join(' ');
    const [only, ...others] = prompts;
    if (asksForNewOne.test(words)) {
      this.#refuse(refusals.expiredPassword(this.#host));
    } else if (
      only === undefined ||
      others.length > 0 ||
      only.echo === true ||
      asksForMore.test(words) ||
      !asksForPassword.test(words)
    ) {
      const question = { en: `it asks: ${shown(words)}`, zh: `它询问：${shown(words)}` };
      this.#refuse(refusals.secondFactor(this.#host, question));
    } else if (this.#answers > 0) {
      this.#refuse(refusals.wrongPassword(this.#host));
    } else {
      this.#answers += 1;
      answer([this.#password]);
    }
  };
}

/** Nothing of what a host sends may steer a terminal. */
function shown(words: string): string {
  return words
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 100);
}
