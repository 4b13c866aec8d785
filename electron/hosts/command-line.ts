/** What is really sent to a host for a command: marked, in the C locale, through sudo if the host wants it. */
import { ShiplockError } from '../../shared/errors.ts';
import { quoteCommand } from './quote.ts';
import type { Elevated } from './sudo.ts';

/** Linux takes at most 128 KiB in one argument, and the user's login shell gets the command line as one. */
const maxCommandBytes = 128 * 1024 - 1;

/** One command as it is sent. */
export interface Sent {
  readonly line: string;
  /** Comes ahead of the command's own input. */
  readonly preamble: string;
}

/**
 * `argv` as it is sent to a host. The command and all its children carry `mark` (as `NAME=value`) in their environment,
 * so that they can be found and ended. Messages come in English (`LC_ALL=C`), as the parsers expect.
 * Throws `usage` for a command that cannot be sent.
 */
export function commandLine(
  argv: readonly string[],
  mark?: string,
  through?: (environment: readonly string[], argv: readonly string[]) => Elevated,
): Sent {
  if (argv[0]?.includes('=')) {
    throw new ShiplockError('usage', {
      en: `A command's name cannot hold an equals sign: ${argv[0]}`,
      zh: `命令名不能含等号：${argv[0]}`,
    });
  }
  const environment = ['env', 'LC_ALL=C', ...(mark === undefined ? [] : [mark])];
  const elevated = through?.(environment, argv) ?? { argv, preamble: '' };
  // The login shell makes way for the command.
  const line = `exec ${quoteCommand([...environment, ...elevated.argv])}`;
  const bytes = Buffer.byteLength(line);
  if (bytes > maxCommandBytes) {
    const text = {
      en: `A command of ${bytes} bytes is too long for one command line.`,
      zh: `命令长 ${bytes} 字节，超出一条命令行的限度。`,
    };
    throw new ShiplockError('usage', text, {
      remedy: {
        en: 'Send the bulk of it as input instead.',
        zh: '请把主要内容改作标准输入传送。',
      },
      details: line.slice(0, 200),
    });
  }
  return { line, preamble: elevated.preamble };
}
