/** Commands through sudo, with its password where it wants one, and how to tell that sudo and not the command failed. */
import { randomUUID } from 'node:crypto';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { type BothLanguages, en, zh } from '../../shared/words.ts';
import { WrongSecretError } from './secrets.ts';

/** How a session's commands go through sudo. */
export interface Sudo {
  /** Absent: sudo is told not to ask. */
  readonly password?: string;
}

/** sudo wants a password, and was given none. */
export class SudoAsksError extends ShiplockError {}

export interface Elevated {
  readonly argv: readonly string[];
  /** To be sent ahead of the command's own input. */
  readonly preamble: string;
}

/**
 * Runs its arguments once it has read the line that is its own name. sudo takes one line if it wants the password and
 * none if not; either way nothing of the preamble is left, and nothing of what follows is touched.
 */
const skipPreamble = 'while IFS= read -r line && [ "$line" != "$0" ]; do :; done; exec "$@"';

/**
 * `argv` through sudo, which is told to forget the password at once. The password is sent as input only: it is in no
 * argument and in no environment.
 */
export function elevate(
  { password }: Sudo,
  environment: readonly string[],
  argv: readonly string[],
): Elevated {
  if (password === undefined) return { argv: ['sudo', '-n', '--', ...environment, ...argv], preamble: '' };
  const end = `SHIPLOCK_INPUT_${randomUUID()}`;
  return {
    argv: ['sudo', '-k', '-S', '-p', '', '--', ...environment, 'sh', '-c', skipPreamble, end, ...argv],
    preamble: `${password}\n${end}\n`,
  };
}

/** As `elevate`, to try a password with a command that has no input: there is no second line to be tried as another. */
export function elevateOnTrial(
  sudo: Sudo,
  environment: readonly string[],
  argv: readonly string[],
): Elevated {
  const preamble = sudo.password === undefined ? '' : `${sudo.password}\n`;
  return { argv: elevate(sudo, environment, argv).argv, preamble };
}

const wrong = /\b\d+ incorrect (password|authentication) attempts?|^sudo: Authentication failed/im;
const asks =
  /^sudo: (a password is required|a terminal is required|interactive authentication is required|no password was provided)/m;
const wantsTerminal = /^sudo: (sorry, )?you must have a tty/m;
const refuses: readonly RegExp[] = [
  /^sudo: .*(not permitted|not allowed|account validation failure|PAM account management error)/m,
  /is not in the sudoers file/,
  /^Sorry, user .* (is not allowed to|may not run)/m,
];
const missing = /^env: .*\bsudo\b.*(No such file|not found)/m;

/** The error if sudo itself, and not the command behind it, ended this command; undefined otherwise. */
export function sudoRefusal(
  { name, user }: Host,
  status: number | null,
  stderr: string,
): ShiplockError | undefined {
  const rule = `"${user} ALL=(ALL) NOPASSWD: ALL"`;
  const asRoot = {
    en: `as root on ${name}, write ${rule} to /etc/sudoers.d/shiplock (mode 0440)`,
    zh: `在 ${name} 上以 root 身份把 ${rule} 写入 /etc/sudoers.d/shiplock（权限 0440）`,
  };
  const refused = (text: BothLanguages, remedy: BothLanguages): ShiplockError =>
    new ShiplockError('sudo-refused', text, { remedy, details: stderr });
  if (status === 127 && missing.test(stderr)) {
    return refused(
      { en: `There is no sudo on ${name}.`, zh: `${name} 上没有 sudo。` },
      {
        en: `Install sudo on ${name}, or add the host again with the root user and without sudo.`,
        zh: `请在 ${name} 上安装 sudo，或以 root 用户、不用 sudo 重新添加该主机。`,
      },
    );
  }
  if (status !== 1) return undefined;
  // First: sudo asks also those whom it then refuses.
  if (refuses.some((refusal) => refusal.test(stderr))) {
    return refused(
      { en: `${user} may not use sudo on ${name}.`, zh: `用户 ${user} 无权在 ${name} 上使用 sudo。` },
      {
        en: en`Let ${user} run any command: ${asRoot}; without NOPASSWD: sudo asks for the password, and so does Shiplock.`,
        zh: zh`请允许 ${user} 执行任何命令：${asRoot}；不写 NOPASSWD: 时，sudo 会要求输入密码，Shiplock 也会询问。`,
      },
    );
  }
  if (wrong.test(stderr)) {
    const text = {
      en: `sudo on ${name} does not accept this password of ${user}.`,
      zh: `${name} 上的 sudo 不接受用户 ${user} 的这个密码。`,
    };
    return new WrongSecretError('sudo-refused', text, {
      remedy: {
        en: `Check the password; it is the one that "sudo -k true" asks ${user} for on ${name}.`,
        zh: `请检查密码；它就是 ${user} 在 ${name} 上执行“sudo -k true”时要输入的密码。`,
      },
      details: stderr,
    });
  }
  if (wantsTerminal.test(stderr)) {
    return refused(
      {
        en: `sudo on ${name} runs commands on a terminal only.`,
        zh: `${name} 上的 sudo 只允许在终端上执行命令。`,
      },
      {
        en: `On ${name}, take "requiretty" out of sudo's configuration for ${user}.`,
        zh: `请在 ${name} 的 sudo 配置中为 ${user} 去掉“requiretty”。`,
      },
    );
  }
  if (!asks.test(stderr)) return undefined;
  const text = {
    en: `sudo on ${name} asks ${user} for a password.`,
    zh: `${name} 上的 sudo 要求用户 ${user} 输入密码。`,
  };
  return new SudoAsksError('sudo-refused', text, {
    remedy: {
      en: en`Give it to Shiplock when it asks, or let ${user} run any command without one: ${asRoot}.`,
      zh: zh`请在 Shiplock 询问时输入，或允许 ${user} 免密码执行任何命令：${asRoot}。`,
    },
    details: stderr,
  });
}
