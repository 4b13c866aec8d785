/** What the command line says of restore points. */
import { expect, test } from 'vitest';
import {
  browsedText,
  differencesText,
  extractedText,
  prunedText,
  takenText,
  verifiedText,
} from '../../electron/cli/backup-texts.ts';
import type { StoredFile } from '../../shared/model.ts';

const at: StoredFile = {
  path: '/data',
  kind: 'folder',
  mode: 0o755,
  uid: 0,
  gid: 0,
  changedAt: '2026-03-01T10:00:00.000Z',
};

test('a folder is listed as ls -l does, and says when there is more', () => {
  const entries: StoredFile[] = [
    { ...at, path: '/data/readings', kind: 'file', mode: 0o4640, uid: 1000, gid: 50, bytes: 1234 },
    { ...at, path: '/data/tmp', mode: 0o1777 },
    { ...at, path: '/data/latest', kind: 'link', mode: 0o777, target: 'readings' },
    { ...at, path: '/data/same', kind: 'hard-link', mode: 0o600, target: '/data/readings' },
  ];
  expect(browsedText({ at, entries, hasMore: true }).split('\n')).toEqual([
    '-rwSr----- 1000:50             1234 2026-03-01T10:00:00.000Z readings',
    'drwxrwxrwt 0:0                      2026-03-01T10:00:00.000Z tmp',
    'lrwxrwxrwx 0:0                      2026-03-01T10:00:00.000Z latest -> readings',
    '-rw------- 0:0                      2026-03-01T10:00:00.000Z same = /data/readings',
    '… and more: --all',
    '',
  ]);
});

test('a name of the container gives the terminal no orders', () => {
  const entries: StoredFile[] = [{ ...at, path: '/data/\u001b[2Jgone', kind: 'file', bytes: 1 }];
  expect(browsedText({ at, entries, hasMore: false })).not.toContain('\u001b');
  const differences = [{ path: '/\u001b[2J', is: 'added' as const, respects: [] }];
  expect(differencesText({ differences, hasMore: false })).not.toContain('\u001b');
});

test('a file by itself is one line', () => {
  const file: StoredFile = { ...at, path: '/bin/gauge', kind: 'file', mode: 0o755, bytes: 7 };
  expect(browsedText({ at: file, entries: [], hasMore: false })).toMatch(/^-rwxr-xr-x .* gauge\n$/);
});

test('a restore point without memory says what that means, and what is not in it', () => {
  const taken = { name: 'rp3', pausedMs: 0, wireBytes: 1000, addedBytes: 500, leftOut: ['/share'] };
  const text = takenText({ ...taken, withoutMemory: 'It did not run: it was exited.' }, 'en');
  expect(text).toMatch(/^rp3 was taken\. 1\.0 kB came from the host; the store grew by 500 B\.\n/);
  expect(text).toContain('its programs start anew. It did not run');
  expect(text).toContain('/share');
});

test('damage that was repaired is told from damage that stays', () => {
  const damage = { part: 'pack' as const, problem: 'changed' as const, affects: ['rp1', 'rp2'] };
  const text = verifiedText({
    blobs: 9,
    bytes: 10,
    damages: [
      { ...damage, blob: 'sha256:aa', isRepaired: true },
      { ...damage, blob: 'sha256:bb', problem: 'missing', isRepaired: false },
    ],
  });
  expect(text).toContain('✓ Repaired damaged: pack sha256:aa');
  expect(text).toContain('✗ missing: pack sha256:bb\n  needed by rp1, rp2');
});

test('what was left out of what was extracted is told, twenty of it', () => {
  const remarks = Array.from({ length: 25 }, (_, index) => ({ path: `/dev/${index}`, why: 'a device' }));
  const lines = extractedText({ out: '/tmp/x', files: 1, bytes: 5, remarks, remarkCount: 25 }, 'en').split(
    '\n',
  );
  expect(lines[0]).toBe('/tmp/x: 1 file, 5 B.');
  expect(lines).toHaveLength(23);
  expect(lines.at(-2)).toContain('5 more');
});

test('pruning says what went, and when there was nothing to free', () => {
  expect(prunedText({ removed: ['rp1'], removedBlobs: 2, freedBytes: 3e6 })).toBe(
    'Removed: rp1.\n3.0 MB were freed.\n',
  );
  expect(prunedText({ removed: [], removedBlobs: 0, freedBytes: 0 })).toBe('There was no room to free.\n');
});
