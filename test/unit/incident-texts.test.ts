/** What the command line says of incident logs. */
import { expect, test } from 'vitest';
import { printOutput } from '../../electron/cli/print.ts';

const log = {
  fingerprint: 'f1',
  madeAt: '2026-01-31T08:00:00.000Z',
  shiplock: '0.1.0',
  run: 'r3',
  files: 9,
  entries: { total: 100, proved: 40, redacted: 1 },
  head: 'h1',
};

test('an export says what is not in it, in the language that was asked for, and its fingerprint', () => {
  const made = {
    out: '/tmp/incident.zip',
    bytes: 2_000_000,
    runs: ['r3'],
    entries: { total: 100, included: 41 },
    redactedEntries: 1,
    missing: [
      { what: { en: "river, r3: the container's log", zh: 'river, r3: 容器日志' }, why: 'river is off.' },
    ],
    fingerprint: 'f1',
  };
  const text = printOutput('incidents.export', made, 'zh');
  expect(text).toContain('1 run, 41 of 100 entries of the journal; of 1 what looks like a secret');
  expect(text).toContain('Not in it: river, r3: 容器日志: river is off.');
  expect(text).toContain('Fingerprint: f1');
});

test('a proof says exactly what it covers, and that it is no signature', () => {
  const text = printOutput('incidents.verify', { isWhole: true, problems: [], hasMoreProblems: false, log });
  expect(text).toContain('✓ It is as it was written.');
  expect(text).toContain(
    'the content of 40 was held against their hashes and their places in the chain of 100',
  );
  expect(text).toContain('Of the other 59 it has the hash only');
  expect(text).toContain('not who made it');
});

test('what is not as it was is named, without what a terminal takes for orders', () => {
  const problems = [
    { kind: 'entry-changed' as const, name: '7' },
    { kind: 'file-added' as const, name: 'evil\u001b[2J' },
  ];
  const text = printOutput('incidents.verify', { isWhole: false, problems, hasMoreProblems: true });
  expect(text).toContain('✗ It is not as it was written.');
  expect(text).toContain('An entry of the journal was changed: 7');
  expect(text).toContain('A file was added: evil[2J');
  expect(text).toContain('… and more');
});
