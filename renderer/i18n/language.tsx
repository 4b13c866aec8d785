/** The language that the window speaks, for every part of it. */
import { createContext, type ReactNode, useContext } from 'react';
import { inLanguage, type Language, type Words } from '../../shared/words.ts';
import { useSettings } from '../state/settings.ts';
import { type Said, sayIn } from './catalogue.ts';
import { type Format, formatIn } from './format.ts';
import { inWindow } from './in-window.ts';

const current = createContext<Language>('en');

export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const asked = useSettings(({ language }) => language);
  return <current.Provider value={languageOf(asked)}>{children}</current.Provider>;
}

export const languageOf = (asked: Language | 'system'): Language => {
  if (asked !== 'system') return asked;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
};

export const useLanguage = (): Language => useContext(current);

/** What a catalogue says, in the window's language. */
export const useSaid = <Of extends Parameters<typeof sayIn>[1]>(entries: Of): Said<Of> =>
  sayIn(useLanguage(), entries);

/** Puts what the station says (findings, errors) into the window's language, and into the window's own names for things. */
export function useWords(): (said: Words) => string {
  const language = useLanguage();
  return (said) => inWindow(inLanguage(said, language), language);
}

/** Figures and times, as the language writes them. */
export const useFormat = (): Format => formatIn(useLanguage());
