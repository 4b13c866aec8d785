/** What a round over changing files forgives rsync, and what it does not. A stand-in for rsync says the words. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const script = path.resolve(import.meta.dirname, '../../electron/transfer/rsync-live.sh');

function runLive(side: 'send' | 'receive', errors: readonly string[], status: number) {
  const standIn = `cat; printf '%s\\n' "$@" >&2; exit ${status}`;
  const words = [script, side, 'sh', '-c', standIn, 'rsync', ...errors];
  return spawnSync('sh', words, { input: 'the protocol', encoding: 'utf8' });
}

const lastLine =
  'rsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c(1412) [sender=3.5.1]';
const noAcl =
  'rsync: [sender] get_acl: sys_acl_get_file(churn/h/74, ACL_TYPE_ACCESS): No such file or directory (2)';
const denied = 'rsync: [sender] send_files failed to open "/data/secret": Permission denied (13)';

describe('rsync over files that change', () => {
  test('passes its input, output and errors on', () => {
    const { stdout, stderr, status } = runLive('send', ['a word'], 0);
    expect({ stdout, stderr, status }).toEqual({ stdout: 'the protocol', stderr: 'a word\n', status: 0 });
  });

  test.each([
    ['files that vanished', 24, ['file has vanished: "/data/a"']],
    ['a file that vanished while its ACL was read', 23, [noAcl, lastLine]],
    [
      'a folder that became a file',
      23,
      ['rsync: [sender] readlink_stat("/data/a/b") failed: Not a directory (20)', lastLine],
    ],
  ])('forgives %s', (_, status, errors) => {
    expect(runLive('send', errors, status).status).toBe(0);
  });

  test.each([
    ['a file that may not be read', 23, [denied, lastLine]],
    ['such a file beside one that vanished', 23, [noAcl, denied, lastLine]],
    ['a failure without a reason', 23, [lastLine]],
    ['a full disk', 11, ['rsync: write failed on "/data/a": No space left on device (28)']],
  ])('does not forgive %s', (_, status, errors) => {
    const run = runLive('send', errors, status);
    expect(run.status).toBe(status);
    expect(run.stderr).toContain(errors[0]);
  });

  test('leaves the judgement to the sending side, which hears both sides’ errors', () => {
    expect(runLive('receive', [], 23).status).toBe(0);
    expect(runLive('receive', [], 12).status).toBe(12);
  });
});
