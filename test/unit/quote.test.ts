/** Quoting: what goes into a command line comes out of a real shell unchanged. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { quoteCommand } from '../../electron/hosts/quote.ts';

/** The arguments as a real shell hands them to a program. */
function throughShell(args: readonly string[]): string[] {
  const line = quoteCommand(['printf', '%s\\0', ...args]);
  return execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const hostile: Readonly<Record<string, string>> = {
  'nothing at all': '',
  'a space': ' two  words ',
  'a single quote': "it's",
  'only single quotes': "'''",
  'double quotes': '"quoted"',
  'a newline': 'first\nsecond\n',
  'a carriage return and a tab': '\r\t',
  'a command substitution': '$(echo run)',
  'an old command substitution': '`echo run`',
  'a variable': '$HOME $1 $$',
  'a leading dash': '-n',
  'the end of options': '--',
  'a backslash': '\\',
  'a trailing backslash': 'C:\\folder\\',
  'a backslash before a quote': "\\'",
  separators: 'a; b && c | d & e > f < g',
  'a glob': '* ? [a-z]',
  'a brace': '{a,b}',
  'a tilde': '~root',
  'a comment': '# not one',
  'an exclamation mark': '!!',
  'an assignment': 'A=1',
  'a reserved word': 'if',
  'a control character': '\u0001\u007f',
  'UTF-8': 'Wasserstand übersteigt 水位 🚢',
  'much of it': "'\\ $".repeat(5000),
};

describe('quoteCommand', () => {
  for (const [what, argument] of Object.entries(hostile)) {
    test(`carries ${what} through a real shell`, () => {
      expect(throughShell([argument, 'next'])).toEqual([argument, 'next']);
    });
  }

  test('carries every ASCII character but NUL', () => {
    const all = Array.from({ length: 127 }, (_, index) => String.fromCharCode(index + 1));
    expect(throughShell(all)).toEqual(all);
    expect(throughShell([all.join('')])).toEqual([all.join('')]);
  });

  test('quotes a quoted command again', () => {
    const inner = quoteCommand(['printf', '%s', "it's $(nested)"]);
    expect(execFileSync('/bin/sh', ['-c', quoteCommand(['sh', '-c', inner])], { encoding: 'utf8' })).toBe(
      "it's $(nested)",
    );
  });

  test('leaves plain words readable', () => {
    expect(quoteCommand(['docker', 'inspect', '--format=json', 'gauge_1', '/var/lib:ro'])).toBe(
      'docker inspect --format=json gauge_1 /var/lib:ro',
    );
  });

  test('never makes an assignment or syntax of a command’s name', () => {
    expect(quoteCommand(['A=1', 'A=1'])).toBe("'A=1' A=1");
    expect(quoteCommand(['while', 'while'])).toBe("'while' while");
  });

  test('refuses what no command line can carry', () => {
    const usage = expect.objectContaining({ code: 'usage' });
    expect(() => quoteCommand(['printf', 'a\0b'])).toThrow(usage);
    expect(() => quoteCommand(['printf', '\ud800'])).toThrow(usage);
    expect(() => quoteCommand([])).toThrow(usage);
  });
});
