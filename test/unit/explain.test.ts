import { expect, test } from 'vitest';
import { explainCriuLog } from '../../electron/checkpoint/explain.ts';

test('the first known error of a log is explained, with what to do', () => {
  const { meaning, remedy, firstError } = explainCriuLog(
    "(00.01) Warn  (criu/foo.c:1): something\n(00.02) Error (criu/files-reg.c:938): Can't dump ghost file /tmp/x of 2097152 size, increase limit\n(00.03) Error (criu/cr-dump.c:1): Dumping FAILED.",
  );
  expect(meaning).toContain('deleted file');
  expect(remedy).toContain('ghost-limit');
  expect(firstError).not.toMatch(/^\(/);
});

test('an unknown error is passed on in its own words, and silence is called silence', () => {
  expect(explainCriuLog('(00.1) Error (criu/x.c:2): Never seen before').meaning).toContain(
    'Never seen before',
  );
  expect(explainCriuLog('').meaning).toBe('CRIU gave no reason.');
});
