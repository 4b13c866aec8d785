/** What people are shown of what hosts say gives their terminal no orders. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printError, printOutput } from '../../electron/cli/print.ts';
import { anyText, hold } from './fuzz.ts';

const orders = fc.constantFrom(
  '\u001b]0;title\u0007',
  '\u001b[2J',
  '\u009b31m',
  '\r',
  '\u202e',
  '\u2066',
  'plain',
  '\n',
);
const said = fc.array(fc.oneof(orders, anyText(5)), { maxLength: 8 }).map((parts) => parts.join(''));
const isHarmless = (text: string): boolean =>
  /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u.test(text.replaceAll('\n', ''));

test('an error', () => {
  hold(
    fc.property(said, said, (message, details) => {
      expect(isHarmless(printError({ code: 'command-failed', message, details, remedy: details }))).toBe(
        true,
      );
    }),
  );
});

test('a list of containers, and findings', () => {
  hold(
    fc.property(said, (word) => {
      const container = { id: 'a', name: word, image: word, state: word, status: word, ports: [word] };
      expect(isHarmless(printOutput('containers.list', [container]))).toBe(true);
      const host = {
        name: 'weir',
        address: 'x',
        port: 22,
        user: 'root',
        login: 'agent' as const,
        sudo: false,
        hostKey: 'x',
      };
      const findings = [
        { id: 'host', severity: 'ok' as const, text: word, measured: { en: word, zh: word }, fixable: false },
      ];
      expect(isHarmless(printOutput('hosts.check', { host, findings }))).toBe(true);
    }),
  );
});
