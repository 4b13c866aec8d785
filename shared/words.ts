/** What is said to people, in both languages side by side, so that neither is forgotten and each can be read against the other. */
import { z } from 'zod';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

const bothLanguages = z.object({ en: z.string(), zh: z.string() });
export type BothLanguages = Readonly<Record<Language, string>>;

/** A plain string reads the same in every language: a figure, a path, a command, a name. */
export const words = z.union([z.string(), bothLanguages]);
export type Words = string | BothLanguages;

export const inLanguage = (said: Words, language: Language): string =>
  typeof said === 'string' ? said : said[language];

export const inBothLanguages = (said: Words): BothLanguages =>
  typeof said === 'string' ? { en: said, zh: said } : said;

/**
 * A text of one language that takes in others, each in that language, so that both stand side by side where they are made:
 * `{ en: en`${cause} Nothing was changed.`, zh: zh`${cause}未做任何更改。` }`.
 */
export const en = textOf('en');
export const zh = textOf('zh');

function textOf(language: Language) {
  return (strings: TemplateStringsArray, ...taken: readonly (Words | number)[]): string =>
    String.raw(
      { raw: strings },
      ...taken.map((each) => (typeof each === 'number' ? each : inLanguage(each, language))),
    );
}

/** One text of several, with this between them. What is undefined is left out. */
export function joinWords(parts: readonly (Words | undefined)[], between: Words): BothLanguages {
  const said = parts.filter((part) => part !== undefined);
  const all = (language: Language): string =>
    said.map((part) => inLanguage(part, language)).join(inLanguage(between, language));
  return { en: all('en'), zh: all('zh') };
}

/** Between the parts of a sentence. */
export const partsBetween: BothLanguages = { en: '; ', zh: '；' };

/** Whole sentences, one after the other: Chinese has no space between them. */
export const sentences = (...parts: readonly (Words | undefined)[]): BothLanguages =>
  joinWords(parts, { en: ' ', zh: '' });

/** What every language makes of its own text. */
export function mapWords(said: Words, change: (text: string) => string): Words {
  return typeof said === 'string' ? change(said) : { en: change(said.en), zh: change(said.zh) };
}
