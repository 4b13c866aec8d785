import { expect, test } from 'vitest';
import { printError } from '../../electron/cli/error-text.ts';
import { fromErrorData, ShiplockError, toErrorData } from '../../shared/errors.ts';
import { errorData } from '../../shared/model.ts';
import { en, inBothLanguages, joinWords, partsBetween, sentences, zh } from '../../shared/words.ts';

const cause = { en: 'The link dropped.', zh: '连接中断。' };

test('a text takes others in, each in its own language', () => {
  const host = 'river';
  expect({ en: en`${host}: ${cause} ${3} times.`, zh: zh`${host}：${cause}共 ${3} 次。` }).toEqual({
    en: 'river: The link dropped. 3 times.',
    zh: 'river：连接中断。共 3 次。',
  });
});

test('what a text takes in is not read as an escape, and its own escapes are', () => {
  expect(en`a\n${'C:\\new'}`).toBe('a\nC:\\new');
});

test('sentences stand one after the other as each language has it, without those that are not there', () => {
  const state = { en: 'Nothing was changed.', zh: '未做任何改动。' };
  expect(sentences(cause, undefined, state)).toEqual({
    en: 'The link dropped. Nothing was changed.',
    zh: '连接中断。未做任何改动。',
  });
});

test('a text of an old journal, which is in English only, goes into a new one', () => {
  expect(joinWords(['its memory', { en: 'its files', zh: '其文件' }], partsBetween)).toEqual({
    en: 'its memory; its files',
    zh: 'its memory；其文件',
  });
});

test('an error crosses every border in both languages, and is an exception in English', () => {
  const remedy = { en: 'Try again.', zh: '请重试。' };
  const error = new ShiplockError('link-lost', cause, { remedy });
  expect(error.message).toBe('The link dropped.');
  const crossed = errorData.parse(JSON.parse(JSON.stringify(toErrorData(error))));
  expect(crossed).toEqual({ code: 'link-lost', message: cause, remedy });
  expect(fromErrorData(crossed)).toMatchObject({ message: 'The link dropped.', text: cause, remedy });
  expect(printError(crossed, 'zh')).toBe('错误: 连接中断。\n处理: 请重试。\n');
  expect(printError(crossed, 'en')).toBe('Error: The link dropped.\nTo do: Try again.\n');
});

test('an error of 0.1.0, which is in English only, is read and told as it is', () => {
  const old = errorData.parse({ code: 'attention', message: 'Look.', remedy: 'shiplock resume r1' });
  expect(fromErrorData(old)).toMatchObject({ message: 'Look.', text: inBothLanguages('Look.') });
  expect(printError(old, 'zh')).toBe('错误: Look.\n处理: shiplock resume r1\n');
});
