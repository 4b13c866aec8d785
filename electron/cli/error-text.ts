/** An error as text for people: what happened, what state things are in now, what to do. */
import type { ErrorData } from '../../shared/errors.ts';
import { printableLines } from '../../shared/printable.ts';
import { inLanguage, type Language, type Words } from '../../shared/words.ts';
import { findingText } from './findings.ts';

export function printError(error: ErrorData, language: Language = 'en'): string {
  const { message, state, remedy, details, findings } = error;
  // Findings say all that the message and the remedy do, and say it in the user's language.
  const isToldByFindings = findings?.some(({ severity }) => severity === 'error') === true;
  const line = (label: Words, said: Words | undefined): string =>
    said === undefined || said === ''
      ? ''
      : `${inLanguage(label, language)}${indent(inLanguage(said, language))}\n`;
  const text = [
    ...(findings?.map((each) => findingText(each, language)) ?? [line(labels.message, message)]),
    line(labels.state, state),
    isToldByFindings ? '' : line(labels.remedy, remedy),
    line(labels.details, details),
  ].join('');
  return printableLines(text);
}

const labels = {
  message: { en: 'Error: ', zh: '错误: ' },
  state: { en: 'Now:   ', zh: '现状: ' },
  remedy: { en: 'To do: ', zh: '处理: ' },
  details: { en: 'More:  ', zh: '详情: ' },
} as const satisfies Record<string, Words>;

/** Further lines of a text that stands behind such a word. */
export const indent = (text: string): string => text.trimEnd().replaceAll('\n', '\n       ');
