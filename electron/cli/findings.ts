/** Findings as text for people, in their language. */
import type { CheckedThing } from '../../shared/contract.ts';
import type { Finding, FixPlan, Severity } from '../../shared/model.ts';
import { inLanguage, type Language, type Words } from '../../shared/words.ts';

const severityWords: Readonly<Record<Severity, Words>> = {
  error: { en: '✗ error', zh: '✗ 错误' },
  warning: { en: '! warning', zh: '! 警告' },
  info: { en: 'i info', zh: 'i 提示' },
  ok: { en: '✓ ok', zh: '✓ 正常' },
};

const measuredWord: Words = { en: 'measured', zh: '测得' };
const neededWord: Words = { en: 'needed', zh: '需要' };
const remedyWord: Words = { en: 'remedy', zh: '处理' };
const fixableWords: Words = {
  en: 'Shiplock can do it: shiplock fix',
  zh: '可由 Shiplock 处理：shiplock fix',
};

/** `of`: what was checked, where that is known; the command that remedies it can then be typed as it stands. */
export function findingText(finding: Finding, language: Language, of?: CheckedThing): string {
  const { id, severity, text, measured, needed, remedy, fixable } = finding;
  const say = (words: Words): string => inLanguage(words, language);
  const line = (label: Words, words: Words | undefined): string =>
    words === undefined ? '' : `    ${say(label)}: ${say(words).trimEnd().replaceAll('\n', '\n      ')}\n`;
  return [
    `${say(severityWords[severity])}: ${say(text)} [${id}]\n`,
    line(measuredWord, measured),
    line(neededWord, needed),
    line(remedyWord, remedy),
    fixable ? `    ${say(fixableWords)} ${id} ${wordsOf(of)}\n` : '',
  ].join('');
}

function wordsOf(of: CheckedThing | undefined): string {
  if (of === undefined) return '(CONTAINER --from HOST --to HOST | --host HOST)';
  return 'host' in of ? `--host ${of.host}` : `${of.container} --from ${of.from} --to ${of.to}`;
}

/** What is about to be done, as it will be done. */
export function fixText({ host, commands }: FixPlan): string {
  return [`${host}:\n`, ...commands.map((command) => `  ${command}\n`)].join('');
}
