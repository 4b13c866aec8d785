/** Says the report's phrases in its language. */
import { inLanguage, type Language, type Words } from '../../../shared/words.ts';
import { type Html, html } from './html.ts';
import { andMore, type Phrase, phrases } from './phrases.ts';

export interface Say {
  (phrase: Phrase): string;
  readonly language: Language;
  words(said: Words): string;
  /** The phrase as a label of what follows. */
  label(phrase: Phrase): string;
  /** That a list goes on; nothing where it does not. */
  more(count: number): Html | undefined;
}

export function sayer(language: Language): Say {
  return Object.assign((phrase: Phrase) => phrases[phrase][language], {
    language,
    words: (said: Words) => inLanguage(said, language),
    label: (phrase: Phrase) => phrases[phrase][language] + (language === 'zh' ? '：' : ': '),
    more: (count: number) =>
      count > 0 ? html`<p class="hint">${inLanguage(andMore(count), language)}</p>` : undefined,
  });
}

/** 2026-01-31 08:00:00, UTC; what is no time stays as it is. */
export const instant = (iso: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(iso) ? iso.slice(0, 19).replace('T', ' ') : iso;

/** 08:00:00.123 */
export const clock = (iso: string): string => (instant(iso) === iso ? iso : iso.slice(11, 23));
