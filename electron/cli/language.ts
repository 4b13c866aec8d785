/** The language for people: as asked for, or as the terminal's locale has it. */
import type { Language } from '../../shared/words.ts';

/** POSIX: the first of these that is set and not empty counts. */
const localeVariables = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

export function languageOf(
  asked: Language | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  if (asked !== undefined) return asked;
  const locale = localeVariables.map((name) => environment[name]).find((value) => value);
  return locale?.startsWith('zh') ? 'zh' : 'en';
}
