import { expect, test } from 'vitest';
import { type Ending, transferFailure } from '../../electron/transfer/two-commands.ts';
import { saying } from '../saying.ts';

const upper: Ending = { host: 'upper', status: 0, words: '' };
const lower: Ending = { host: 'lower', status: 0, words: '' };
const failed = (end: Ending, words: string): Ending => ({ ...end, status: 1, words });

test.each(['No space left on device (28)', 'write: Disk quota exceeded'])(
  'a disk that filled up is named: %s',
  (words) => {
    const error = transferFailure('the files', upper, failed(lower, words));
    expect(error).toMatchObject({
      code: 'disk-full',
      remedy: saying(expect.stringContaining('most likely lower')),
    });
    expect(error.details).toContain(words);
  },
);

test.each([
  'rsync: read errors mapping "/srv/data/level.db": Input/output error (5)',
  'tar: ./level.db: Cannot stat: Structure needs cleaning',
])('a file that the disk of the source does not give any more is named: %s', (words) => {
  const error = transferFailure('the files', failed(upper, words), lower);
  expect(error).toMatchObject({
    code: 'transfer-failed',
    message: 'The disk of upper fails: not all of the files can be read there.',
    remedy: saying(expect.stringContaining('start it anew on lower')),
  });
  expect(error.details).toContain('level.db');
});

test('a disk of the target that fails is not taken for the source', () => {
  const error = transferFailure('the files', upper, failed(lower, 'write: Input/output error'));
  expect(error.message).toBe('Sending the files from upper to lower failed.');
  expect(error.details).toContain('lower (status 1): write: Input/output error');
});
