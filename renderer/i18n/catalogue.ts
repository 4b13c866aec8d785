/**
 * What the window says, in both languages side by side: a file a screen, so that neither language is forgotten and each can be read
 * against the other. What is said is resolved when it is shown, so it follows a change of language.
 */
import type { Language } from '../../shared/words.ts';

type Phrase = (...given: never[]) => string;
type Entry = { readonly en: string; readonly zh: string } | { readonly en: Phrase; readonly zh: Phrase };
type Entries = Readonly<Record<string, Entry>>;

/** What a catalogue says in one language. */
export type Said<Catalogue> = {
  readonly [Key in keyof Catalogue]: Catalogue[Key] extends { readonly en: infer En }
    ? En extends Phrase
      ? En
      : string
    : never;
};

/** A part of what the window says. The compiler refuses an entry without its counterpart. */
export const catalogue = <const Of extends Entries>(entries: Of): Of => entries;

/** An entry that is made of values: both languages are given the same. */
export const phrase = <Given extends readonly unknown[]>(said: {
  readonly en: (...given: Given) => string;
  readonly zh: (...given: Given) => string;
}): typeof said => said;

const inOneLanguage = new WeakMap<Entries, Partial<Record<Language, unknown>>>();

/** The same object each time it is asked for. */
export function sayIn<Of extends Entries>(language: Language, entries: Of): Said<Of> {
  const known = inOneLanguage.get(entries) ?? {};
  inOneLanguage.set(entries, known);
  known[language] ??= Object.fromEntries(Object.entries(entries).map(([key, said]) => [key, said[language]]));
  return known[language] as Said<Of>;
}

/** For English alone: Chinese has one form. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
