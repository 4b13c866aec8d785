/** An error as text for people: what happened, what state things are in now, what to do. */
import type { ErrorData } from '../../shared/errors.ts';
import { printableLines } from '../../shared/printable.ts';
import type { Language } from '../../shared/words.ts';
import { findingText } from './findings.ts';

export function printError(error: ErrorData, language: Language = 'en'): string {
  const { message, state, remedy, details, findings } = error;
  // Findings say all that the message and the remedy do, and say it in the user's language.
  const isToldByFindings = findings?.some(({ severity }) => severity === 'error') === true;
  const text = [
    ...(findings?.map((each) => findingText(each, language)) ?? [`Error: ${message}\n`]),
    state === undefined ? '' : `Now:   ${state}\n`,
    remedy === undefined || isToldByFindings ? '' : `To do: ${indent(remedy)}\n`,
    details === undefined || details === '' ? '' : `More:  ${indent(details)}\n`,
  ].join('');
  return printableLines(text);
}

/** Further lines of a text that stands behind such a word. */
export const indent = (text: string): string => text.trimEnd().replaceAll('\n', '\n       ');
