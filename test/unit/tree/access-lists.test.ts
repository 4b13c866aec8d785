/** Access lists go by numbers, whatever the source calls its users. */
import { expect, test } from 'vitest';
import { withoutTexts, withTexts } from '../../../electron/backups/tree/access-lists.ts';

const bytes = Buffer.from(
  '02000000' +
    '01000600ffffffff' +
    '0200040039300000' +
    '04000400ffffffff' +
    '10000500ffffffff' +
    '20000100ffffffff',
  'hex',
);
const key = 'SCHILY.xattr.system.posix_acl_access';

test("a source's name for a user is not kept, the number is, and tar is told it in both ways", () => {
  const archived = new Map([
    ['SCHILY.acl.access', Buffer.from('user::rw-\nuser:daemon:r--\n')],
    [key, bytes],
  ]);
  const kept = withoutTexts(archived);
  expect([...kept]).toEqual([[key, bytes]]);
  const text = withTexts(kept).get('SCHILY.acl.access')?.toString();
  expect(text).toBe('user::rw-\nuser:12345:r--\ngroup::r--\nmask::r-x\nother::--x\n');
  expect(withTexts(kept).get(key)).toEqual(bytes);
});

test('a text without its bytes is kept as it is', () => {
  const archived = new Map([['SCHILY.acl.default', Buffer.from('user::rwx\n')]]);
  expect(withTexts(withoutTexts(archived))).toEqual(archived);
});

test('bytes that are no access list are told as damage', () => {
  expect(() => withTexts(new Map([[key, Buffer.from('02000000ff', 'hex')]]))).toThrow(
    expect.objectContaining({ code: 'store-damaged' }),
  );
});
