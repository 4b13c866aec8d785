/**
 * POSIX access lists in archives. GNU tar writes each twice: as the kernel has it, in bytes and numbers, and as text, in which
 * tar before 1.35 puts the source's names of users even with `--numeric-owner`. A tree keeps the bytes; an archive gets both,
 * the text made of the bytes, since tar with `--acls` reads the text and without it the bytes.
 */
import { ShiplockError } from '../../../shared/errors.ts';

type Extended = ReadonlyMap<string, Buffer>;

/** Without the texts of which the bytes are there too. */
export function withoutTexts(extended: Extended): Extended {
  if (!lists.some(({ bytes }) => extended.has(bytes))) return extended;
  const left = new Map(extended);
  for (const { text, bytes } of lists) if (left.has(bytes)) left.delete(text);
  return left;
}

/** With a text, of numbers alone, for all of which the bytes are there. Throws 'store-damaged' when those are no list. */
export function withTexts(extended: Extended): Extended {
  if (!lists.some(({ bytes }) => extended.has(bytes))) return extended;
  const all = new Map(extended);
  for (const { text, bytes } of lists) {
    const list = extended.get(bytes);
    if (list) all.set(text, Buffer.from(textOf(list)));
  }
  return all;
}

const lists = [
  { text: 'SCHILY.acl.access', bytes: 'SCHILY.xattr.system.posix_acl_access' },
  { text: 'SCHILY.acl.default', bytes: 'SCHILY.xattr.system.posix_acl_default' },
] as const;

/** As Linux has it in linux/posix_acl_xattr.h: a version, then for each entry a tag, the permissions, and an id. */
function textOf(list: Buffer): string {
  if (list.length < 4 || list.readUInt32LE(0) !== 2 || list.length % 8 !== 4) throw noList();
  let text = '';
  for (let at = 4; at < list.length; at += 8) {
    const tag = tags[list.readUInt16LE(at)];
    if (!tag) throw noList();
    const permissions = list.readUInt16LE(at + 2);
    const letters = ['r', 'w', 'x'].map((letter, bit) => ((permissions >>> (2 - bit)) & 1 ? letter : '-'));
    text += `${tag.name}:${tag.hasId ? list.readUInt32LE(at + 4) : ''}:${letters.join('')}\n`;
  }
  return text;
}

const tags: Readonly<Record<number, { readonly name: string; readonly hasId: boolean }>> = {
  1: { name: 'user', hasId: false },
  2: { name: 'user', hasId: true },
  4: { name: 'group', hasId: false },
  8: { name: 'group', hasId: true },
  16: { name: 'mask', hasId: false },
  32: { name: 'other', hasId: false },
};

function noList(): ShiplockError {
  return new ShiplockError(
    'store-damaged',
    { en: "A file's access list in the store is none.", zh: '存储中某个文件的访问控制列表无效。' },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: { en: 'Verify the store. Take a new restore point.', zh: '请校验存储，并创建新的还原点。' },
    },
  );
}
