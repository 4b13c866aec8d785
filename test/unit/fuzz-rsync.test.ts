/** What rsync says of files that change meanwhile: a failure of another kind is never forgiven. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hold } from './fuzz.ts';

test('rsync over changing files forgives no failure that is not a file that vanished', () => {
  const script = path.resolve(import.meta.dirname, '../../electron/transfer/rsync-live.sh');
  const vanished = fc.constantFrom(
    'No such file or directory (2)',
    'Not a directory (20)',
    'Stale file handle (116)',
  );
  const other = fc.constantFrom(
    'Permission denied (13)',
    'Input/output error (5)',
    'No space left on device (28)',
  );
  // rsync writes what is no plain character of a name as \#ooo, so that a name has no lines of its own.
  const name = fc.string();
  const line = (reason: fc.Arbitrary<string>) =>
    fc
      .tuple(name, reason)
      .map(([each, why]) => `rsync: [sender] readlink_stat("/data/${each}") failed: ${why}`);
  const errors = fc.array(fc.oneof(line(vanished), line(other)), { maxLength: 4 });
  hold(
    fc.property(errors, fc.constantFrom(23, 24, 11, 12, 30), (lines, status) => {
      const standIn = `printf '%s\\n' "$@" >&2; exit ${status}`;
      const run = spawnSync('sh', [script, 'send', 'sh', '-c', standIn, 'rsync', ...lines]);
      const onlyVanished = lines.length > 0 && lines.every((each) => /\((2|20|116)\)$/.test(each));
      const forgiven = status === 24 || (status === 23 && onlyVanished);
      expect(run.status).toBe(forgiven ? 0 : status);
    }),
    0.1,
  );
});
