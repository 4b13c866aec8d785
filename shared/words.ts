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

/** What every language makes of its own text. */
export function mapWords(said: Words, change: (text: string) => string): Words {
  return typeof said === 'string' ? change(said) : { en: change(said.en), zh: change(said.zh) };
}
