/** Any arguments come out of real shells as they went in. */
import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../electron/hosts/command-line.ts';
import { quoteCommand } from '../../electron/hosts/quote.ts';
import { anyText, hold, resultOf } from './fuzz.ts';

const special = fc.constantFrom(
  ...'\'"\\$`!#&;|<>(){}[]*?~=^%-+@,.:/ \n\r\t\u0001\u007f\u0085\u2028'.split(''),
  '$(exit 9)',
  '`exit 9`',
  "'\\''",
  '--',
  '-n',
  `\${IFS}`,
  '\\\n',
  '!!',
  '水',
);
/** Short, of characters of which each alone might pass as plain: what is left unquoted must be so together as well. */
const nearlyPlain = fc.string({
  unit: fc.constantFrom(...'aA1_@%+=:,./-$~#!?*^{}[]'.split('')),
  maxLength: 4,
});
const mixed = fc
  .array(fc.oneof(special, anyText(6)), { maxLength: 12 })
  .map((parts) => parts.join('').replaceAll('\0', '').toWellFormed());
const argument = fc.oneof(nearlyPlain, mixed);
const argv = fc.array(argument, { maxLength: 6 });
/** Many commands at once: a process for each would take most of the time. */
const batch = fc.array(argv, { minLength: 1, maxLength: 60 });

const shells = ['sh', 'dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

/** What a program is given in that shell, for each of the command lines. */
function given(shell: string, lines: readonly string[]): string[][] {
  const script = lines.join('; echo; printf "\\0%s\\0" END\n');
  const all = execFileSync(shell, ['-c', `${script}; echo; printf "\\0%s\\0" END`], { encoding: 'utf8' });
  return all
    .split('\n\0END\0')
    .slice(0, -1)
    .map((each) => each.split('\0').slice(0, -1));
}

describe.each(shells)('quoting for %s', (shell) => {
  test('carries any arguments', () => {
    hold(
      fc.property(batch, (commands) => {
        const lines = commands.map((args) => quoteCommand(['printf', '%s\\0', 'first', ...args]));
        expect(given(shell, lines)).toEqual(commands.map((args) => ['first', ...args]));
      }),
      0.05,
    );
  });

  test('carries them through env and a shell of their own, as they are sent to a host', () => {
    hold(
      fc.property(batch, (commands) => {
        const lines = commands.map((args) => {
          const inner = ['sh', '-c', 'printf "%s\\0" "$0" "$@"', 'first', ...args];
          return `(${commandLine(inner, 'SHIPLOCK_COMMAND=1.2').line})`;
        });
        expect(given(shell, lines)).toEqual(commands.map((args) => ['first', ...args]));
      }),
      0.01,
    );
  });
});

test('a command’s name is never taken for anything else', () => {
  hold(
    fc.property(argument, (name) => {
      // There is no such program: the shell says so, and not that it made no sense of the words.
      const { status } = spawnSync('sh', ['-c', `${quoteCommand([`/nowhere/${name}`, 'x'])}; exit 0`]);
      expect(status).toBe(0);
    }),
    0.1,
  );
});

test('what no command line can carry is refused, and nothing else', () => {
  hold(
    fc.property(fc.array(fc.oneof(anyText(6), fc.string()), { maxLength: 6 }), (words) => {
      const quoted = resultOf(() => quoteCommand(words), 'usage');
      const isSendable =
        words.length > 0 && words.every((word) => !word.includes('\0') && word.isWellFormed());
      expect(quoted !== undefined).toBe(isSendable);
    }),
  );
});
