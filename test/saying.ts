/** A matcher for what is said to people: by its English, and it must say something in Chinese as well. */
import { expect } from 'vitest';
import { inLanguage, type Words } from '../shared/words.ts';

/** Of an exception's `message`, and of data of 0.1.0, there is the English only. */
export const saying = (english: unknown): unknown =>
  expect.toSatisfy((said: Words) => {
    expect(inLanguage(said, 'en')).toEqual(english);
    if (typeof said !== 'string') expect(said.zh).toMatch(/\p{Script=Han}/u);
    return true;
  });
