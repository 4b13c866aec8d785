/** What is really sent to a host for a command: marked, in the C locale, through sudo if the host wants it. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { quoteCommand } from './quote.ts';

/** Linux takes at most 128 KiB in one argument, and the user's login shell gets the command line as one. */
const maxCommandBytes = 128 * 1024 - 1;

/**
 * The command line for `argv` on `host`. The command and all its children carry `mark` (as `NAME=value`) in their
 * environment, so that they can be found and ended. Messages come in English (`LC_ALL=C`), as the parsers expect.
 * Throws `usage` for a command that cannot be sent.
 */
export function commandLine(host: Host, argv: readonly string[], mark?: string): string {
  if (argv[0]?.includes('=')) {
    throw new ShiplockError('usage', `A command's name cannot hold an equals sign: ${argv[0]}`);
  }
  const environment = ['env', 'LC_ALL=C', ...(mark === undefined ? [] : [mark])];
  const command = quoteCommand(
    host.sudo ? [...environment, 'sudo', '-n', '--', ...environment, ...argv] : [...environment, ...argv],
  );
  // The login shell makes way for the command.
  const line = `exec ${command}`;
  const bytes = Buffer.byteLength(line);
  if (bytes > maxCommandBytes) {
    throw new ShiplockError('usage', `A command of ${bytes} bytes is too long for one command line.`, {
      remedy: 'Send the bulk of it as input instead.',
      details: line.slice(0, 200),
    });
  }
  return line;
}

const refusals: readonly RegExp[] = [
  /^sudo: a password is required/m,
  /^sudo: a terminal is required/m,
  /^sudo: interactive authentication is required/m,
  /^sudo: (sorry, )?you must have a tty/m,
  /^sudo: .*(not permitted|not allowed|account validation failure|PAM account management error)/m,
  /is not in the sudoers file/,
  /^Sorry, user .* (is not allowed to|may not run)/m,
];
const missing = /^env: .*\bsudo\b.*(No such file|not found)/m;

/** The error if sudo itself, and not the command behind it, ended this command; undefined otherwise. */
export function sudoRefusal(host: Host, status: number | null, stderr: string): ShiplockError | undefined {
  if (!host.sudo) return undefined;
  if (status === 127 && missing.test(stderr)) {
    return new ShiplockError('sudo-refused', `There is no sudo on ${host.name}.`, {
      remedy: `Install sudo on ${host.name}, or add the host again with the root user and without sudo.`,
      details: stderr,
    });
  }
  if (status === 1 && refusals.some((refusal) => refusal.test(stderr))) {
    return new ShiplockError(
      'sudo-refused',
      `sudo on ${host.name} refused ${host.user} without a password.`,
      {
        remedy:
          `Let ${host.user} run any command without a password: as root on ${host.name}, ` +
          `write "${host.user} ALL=(ALL) NOPASSWD: ALL" to /etc/sudoers.d/shiplock (mode 0440).`,
        details: stderr,
      },
    );
  }
  return undefined;
}
