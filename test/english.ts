/** What is said to people, in English, for tests that look for words of it. */
import { inLanguage, type Words } from '../shared/words.ts';

/** Nothing where nothing is said. */
export const inEnglish = (said: Words | undefined): string => inLanguage(said ?? '', 'en');
export const allInEnglish = (said: readonly Words[] | undefined): string[] => (said ?? []).map(inEnglish);
