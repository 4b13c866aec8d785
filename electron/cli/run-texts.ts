/** What came of a run, or how it stands, as text for people. */
import type { RescuePoint, Round, RunReport } from '../../shared/model.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';
import { en, inLanguage, joinWords, type Language, partsBetween, zh } from '../../shared/words.ts';
import { indent, printError } from './error-text.ts';
import { figuresText } from './plan-texts.ts';

export function outcomeText(report: RunReport, language: Language): string {
  const { container, from, to, freezeMs, totalMs, rounds, run, outcome, error } = report;
  if (outcome !== 'committed' || error?.code === 'attention') {
    const failure = error === undefined ? '' : printError(error, language);
    return `${failure}Run:   ${run}, ${outcome ?? 'running'}. shiplock show ${run} tells what happened.\n`;
  }
  const total = Object.values(report.bytesSent).reduce((sum, bytes) => sum + bytes, 0);
  if (report.restorePoint !== undefined) return restoredText(report, report.restorePoint, total, language);
  const paused = rounds.reduce((sum, round) => sum + (round.kind === 'final' ? 0 : round.pausedMs), 0);
  return [
    `${container} runs on ${to} now; it was moved from ${from} (${run}).\n`,
    `Freeze ${formatMs(freezeMs ?? 0)}${paused > 0 ? `, and ${formatMs(paused)} paused in rounds before` : ''}; ${formatMs(totalMs ?? 0)} in all.\n`,
    `Sent ${formatBytes(total)} (${report.route}): ${bytesText(report)}; rounds before the freeze: ${rounds.filter(({ kind }) => kind !== 'final').length}.\n`,
    fromStoreText(report),
    ...report.remarks.map((remark) => `${inLanguage(remark, language)}\n`),
  ].join('');
}

function restoredText(
  { container, from, to, run, totalMs, remarks }: RunReport,
  point: string,
  sent: number,
  language: Language,
): string {
  return [
    `${container} runs on ${to} now; it was restored from ${point}, taken on ${from} (${run}).\n`,
    `${formatMs(totalMs ?? 0)} in all; sent ${formatBytes(sent)}.\n`,
    ...remarks.map((remark) => `${inLanguage(remark, language)}\n`),
  ].join('');
}

export const roundTexts: Readonly<Record<Round['kind'], string>> = {
  files: 'Round of files',
  memory: 'Round of memory',
  final: 'Final round, in the freeze',
};

export function showText(report: RunReport, language: Language): string {
  const { run, container, from, to, outcome, runningOn, startedAt, rounds, freezeParts, steps, error } =
    report;
  const point = report.restorePoint;
  const isFrozen = outcome !== 'committed' && outcome !== 'rolled-back' && point === undefined;
  return [
    `${run}: ${container}, ${point === undefined ? '' : `${point} of `}${from} → ${to}, ${outcome ?? 'running'}; begun ${startedAt}.\n`,
    `Runs on: ${runningOn ?? (isFrozen ? 'no host; it is frozen' : 'no host')}\n`,
    `Sent: ${bytesText(report)}\n`,
    fromStoreText(report),
    compressionText(report),
    point === undefined ? `Route: ${report.route}\n` : '',
    ...rounds.map(
      ({ kind, bytes, ms, pausedMs }) =>
        `${roundTexts[kind]}: ${formatBytes(bytes)} in ${formatMs(ms)}, paused for ${formatMs(pausedMs)}\n`,
    ),
    report.freezeMs === null ? '' : `Freeze: ${formatMs(report.freezeMs)}\n`,
    report.estimate === undefined ? '' : `Estimated: ${figuresText(report.estimate)}\n`,
    ...freezeParts.map(({ part, ms }) => `  ${part}: ${formatMs(ms)}\n`),
    report.rescue === undefined
      ? ''
      : `Rescue: ${to} ${rescued(report)} ${rescueText(report.rescue, language)}\n`,
    'Steps:\n',
    ...steps.map(
      (step) => `  ${step.name}: ${step.state}${step.ms === undefined ? '' : `, ${formatMs(step.ms)}`}\n`,
    ),
    ...report.remarks.map((remark) => `Note:  ${indent(inLanguage(remark, language))}\n`),
    error === undefined ? '' : printError(error, language),
  ].join('');
}

/** A point as a sentence's end, with its age. */
export function rescueText({ at, hasMemory, missing }: RescuePoint, language: Language): string {
  const age = formatMs(Math.max(0, Date.now() - Date.parse(at)));
  const lost = joinWords(missing, partsBetween);
  const how = hasMemory
    ? { en: 'with its memory', zh: '包含内存' }
    : { en: 'from its files', zh: '仅凭文件' };
  const text = {
    en: en`${at} (${age} ago), ${how}. Missing: ${lost}.`,
    zh: zh`${at}（${age} 前），${how}。缺少：${lost}。`,
  };
  return text[language];
}

const rescued = ({ steps }: RunReport): string =>
  steps.some(({ name, state }) => name === 'commit' && state !== 'undone')
    ? 'was to go on from'
    : 'could go on from';

function compressionText({ compression }: RunReport): string {
  const used = Object.entries(compression).filter(([, kind]) => kind !== 'none');
  return used.length === 0
    ? ''
    : `Compressed: ${used.map(([what, kind]) => `${what} by ${kind}`).join(', ')}\n`;
}

function bytesText({ bytesSent }: RunReport): string {
  const { image, memory, rwLayer, volumes, log } = bytesSent;
  return `image ${formatBytes(image)}, memory ${formatBytes(memory)}, RW layer ${formatBytes(rwLayer)}, volumes ${formatBytes(volumes)}, log ${formatBytes(log)}`;
}

function fromStoreText({ fromStore, from }: RunReport): string {
  if (fromStore === undefined) return '';
  const { point, ...given } = fromStore;
  const parts = Object.entries(given).filter(([, bytes]) => bytes > 0);
  const what = parts.map(([name, bytes]) => `${name} ${formatBytes(bytes)}`).join(', ');
  const of = point === undefined ? '' : ` (${point})`;
  return `From this laptop${of}: ${what}; ${from} sent only what differed.\n`;
}
