/** Which names of a host's files the laptop can have. */
import type { BothLanguages } from '../../../shared/words.ts';

/** Of `process.platform`. */
export type Platform = 'win32' | 'darwin' | 'linux';

export interface NameHere {
  readonly name: Buffer;
  /** Why it is not the name itself. */
  readonly why?: BothLanguages;
}

/**
 * The name, or one that is like it: what cannot be there is written as `%` and two hexadecimal digits for each byte. Two names of
 * one folder never become one by this, though they may differ in upper and lower case alone.
 */
export function nameHere(name: Buffer, platform: Platform): NameHere {
  if (platform === 'linux') return { name };
  const text = name.toString('utf8');
  const isText = Buffer.from(text).equals(name);
  if (platform === 'darwin')
    return isText
      ? { name }
      : spelledOut(name, { en: 'it is not UTF-8', zh: '它不是 UTF-8' }, (byte) => byte < 0x80);
  if (!isText) return spelledOut(name, { en: 'it is not UTF-8', zh: '它不是 UTF-8' }, isPlainByte);
  if (forbiddenOnWindows.test(text))
    return spelledOut(
      name,
      { en: 'Windows has no such characters in names', zh: 'Windows 的名称中不能有这些字符' },
      isPlainByte,
    );
  if (/[. ]$/.test(text))
    return lastSpelledOut(name, {
      en: 'on Windows no name ends with a dot or a space',
      zh: '在 Windows 上名称不能以点或空格结尾',
    });
  if (devicesOfWindows.test(text))
    return lastSpelledOut(name, {
      en: 'on Windows it is the name of a device',
      zh: '在 Windows 上它是设备名',
    });
  return { name };
}

/** `%` is spelled out with them, so that no other name comes to look the same. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what Windows refuses
const forbiddenOnWindows = /[\u0000-\u001f<>:"/\\|?*%]/;

const devicesOfWindows = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?$/i;

function isPlainByte(byte: number): boolean {
  return byte < 0x80 && !forbiddenOnWindows.test(String.fromCharCode(byte));
}

function spelledOut(name: Buffer, why: BothLanguages, isKept: (byte: number) => boolean): NameHere {
  const parts = Array.from(name, (byte) =>
    isKept(byte) && byte !== 0x25 ? Buffer.from([byte]) : spell(byte),
  );
  return { name: Buffer.concat(parts), why };
}

function lastSpelledOut(name: Buffer, why: BothLanguages): NameHere {
  return { name: Buffer.concat([name.subarray(0, -1), spell(name.at(-1) ?? 0)]), why };
}

function spell(byte: number): Buffer {
  return Buffer.from(`%${byte.toString(16).toUpperCase().padStart(2, '0')}`);
}
