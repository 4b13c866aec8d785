/** What people are shown of what hosts say gives their terminal no orders. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printError } from '../../electron/cli/error-text.ts';
import { printOutput } from '../../electron/cli/print.ts';
import type { RunReport } from '../../shared/model.ts';
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

const restored: RunReport = {
  run: 'r7',
  restorePoint: 'rp3',
  container: 'gauge',
  from: 'upper',
  to: 'lower',
  outcome: 'committed',
  runningOn: 'lower',
  startedAt: '2026-01-31T12:00:00.000Z',
  freezeMs: null,
  totalMs: 2000,
  bytesSent: { image: 0, memory: 1000, rwLayer: 0, volumes: 0, log: 0 },
  rounds: [],
  compression: { image: 'none', files: 'none', memory: 'none' },
  route: 'relay',
  remarks: ['The original is kept.'],
  freezeParts: [],
  steps: [],
};

test('a restore is told as one, and not as a move', () => {
  const ended = printOutput('runs.resume', restored);
  expect(ended).toContain('gauge runs on lower now; it was restored from rp3, taken on upper (r7).');
  expect(ended).toContain('The original is kept.');
  expect(`${ended}${printOutput('runs.show', restored)}`).not.toMatch(/moved|[Ff]reeze|frozen|Route/);
  const underWay = printOutput('runs.show', { ...restored, outcome: null, runningOn: null });
  expect(underWay).toContain('r7: gauge, rp3 of upper → lower, running');
  expect(underWay).toContain('Runs on: no host\n');
});

test('a move tells what came from the laptop, apart from what the source sent', () => {
  const { restorePoint: _, ...report } = restored;
  const moved = { ...report, fromStore: { point: 'rp3', image: 0, files: 4_000_000, memory: 20_000_000 } };
  for (const method of ['moves.start', 'runs.show'] as const) {
    expect(printOutput(method, moved)).toContain(
      'From this laptop (rp3): files 4.0 MB, memory 20.0 MB; upper sent only what differed.\n',
    );
    expect(printOutput(method, report)).not.toContain('From this laptop');
  }
});
