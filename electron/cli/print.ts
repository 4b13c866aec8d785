/** Results and errors as text for people. */
import type { MethodName, Output } from '../../shared/contract.ts';
import type { ErrorData } from '../../shared/errors.ts';
import type { Estimate, Forecast, Plan, Range, RescuePoint, RunReport } from '../../shared/model.ts';
import { printableLines } from '../../shared/printable.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';
import type { Language } from '../../shared/words.ts';
import {
  browsedText,
  differencesText,
  extractedText,
  processesText,
  prunedText,
  rebuiltText,
  shownText,
  takenText,
  verifiedText,
} from './backup-texts.ts';
import { recoveryKeyText, storeText, waysText } from './store-texts.ts';
import { exportedText, importedText } from './podman-texts.ts';
import { pulledText, pushedPointsText, pushedText } from './registry-texts.ts';
import { findingText, fixText } from './findings.ts';
import { policiesRows, policyEndedText, policySetText, watchedText } from './policy-texts.ts';
import {
  forgottenText,
  imagesRows,
  roundsText,
  sentText,
  storedText,
  wishEndedText,
  wishesRows,
  wishText,
} from './image-texts.ts';
import { exportedLogText, provedText } from './incident-texts.ts';

type Printers = {
  readonly [Name in MethodName]: (output: Output<Name>, language: Language) => string;
};

const printers: Printers = {
  'hosts.key': ({ type, fingerprint }) => `${fingerprint} (${type})\n`,
  'hosts.add': ({ name, address }) => `${name} (${address}) was added. Its key is pinned.\n`,
  'hosts.list': (hosts) =>
    table(
      ['NAME', 'ADDRESS', 'USER', 'LOGIN', 'VIA'],
      hosts.map(({ name, address, port, user, login, key, sudo, jump }) => [
        name,
        port === 22 ? address : `${address}:${port}`,
        sudo ? `${user} (sudo)` : user,
        key ?? login,
        jump ?? '-',
      ]),
      'No hosts yet. Add one: shiplock hosts add NAME --address HOST --user root --key FILE',
    ),
  'hosts.check': ({ findings }, language) => findings.map((each) => findingText(each, language)).join(''),
  'hosts.remove': ({ removed }) => `${removed} was removed.\n`,
  'containers.list': (containers) =>
    table(
      ['NAME', 'IMAGE', 'STATE', 'STATUS', 'PORTS'],
      containers.map(({ name, image, state, status, ports }) => [
        name,
        image,
        state,
        status,
        ports.join(' ') || '-',
      ]),
      'No containers.',
    ),
  'moves.plan': (plan, language) =>
    [
      `${plan.container}: ${plan.from} → ${plan.to}, ${plan.movable ? 'can be moved' : 'cannot be moved as things are'}.\n`,
      `To send: image ${formatBytes(plan.bytes.image)}, memory ${formatBytes(plan.bytes.memory)}, RW layer ${formatBytes(plan.bytes.rwLayer)}, volumes ${formatBytes(plan.bytes.volumes)}.\n`,
      `Route: ${routeTexts[plan.route]}.\n`,
      estimateText(plan.estimate),
      ...plan.findings.map((each) => findingText(each, language)),
      acceptText(plan),
      'Will not be the same on the target:\n',
      ...plan.differences.map((difference) => `  ${difference}\n`),
    ].join(''),
  'fixes.list': (fixes) => fixes.map(fixText).join(''),
  'fixes.apply': ({ done, left }, language) =>
    left.length === 0
      ? `Done on ${done.map(({ host }) => host).join(' and ')}; the check is content now.\n`
      : ['Done, but the check is not content:\n', ...left.map((each) => findingText(each, language))].join(
          '',
        ),
  'moves.start': outcomeText,
  'runs.list': (runs) =>
    table(
      ['RUN', 'CONTAINER', 'FROM', 'TO', 'STATE', 'FREEZE', 'STARTED'],
      runs.map(({ run, container, from, to, state, freezeMs, startedAt }) => [
        run,
        container,
        from,
        to,
        state,
        freezeMs === null ? '-' : formatMs(freezeMs),
        startedAt,
      ]),
      'No runs yet.',
    ),
  'runs.show': showText,
  'runs.resume': outcomeText,
  'runs.rollback': outcomeText,
  'runs.rescue': outcomeText,
  'images.list': (images) =>
    table(
      ['IMAGE', 'LAYERS', 'SIZE', 'STATE', 'OF'],
      imagesRows(images),
      'No images are stored yet. To store those of a host: shiplock images store HOST',
    ),
  'images.store': storedText,
  'images.send': sentText,
  'images.wishes': (wishes) =>
    table(
      ['HOST', 'STANDBY'],
      wishesRows(wishes),
      'Of no host are images stored ahead. To begin: shiplock images ahead HOST',
    ),
  'images.wish': wishText,
  'images.endWish': wishEndedText,
  'images.round': roundsText,
  'images.forget': forgottenText,
  'backups.take': takenText,
  'backups.list': (points) =>
    table(
      ['NAME', 'CONTAINER', 'HOST', 'TAKEN', 'HOLDS', 'SIZE', 'ADDED', 'COMMENT'],
      points.map(({ name, container, host, at, kind, size, added, comment }) => [
        name,
        container,
        host,
        at,
        kind === 'with-memory' ? 'memory and files' : 'files',
        formatBytes(size),
        formatBytes(added),
        comment ?? '-',
      ]),
      'No restore points yet. Take one: shiplock backup CONTAINER --from HOST',
    ),
  'backups.show': shownText,
  'backups.processes': processesText,
  'backups.browse': browsedText,
  'backups.extract': extractedText,
  'backups.diff': differencesText,
  'restores.start': outcomeText,
  'backups.remove': ({ removed }) => `${removed} was removed. Its room is freed by: shiplock prune\n`,
  'backups.verify': verifiedText,
  'backups.rebuildIndex': rebuiltText,
  'backups.prune': prunedText,
  'store.show': storeText,
  'store.setPassphrase': waysText,
  'store.useKeyring': waysText,
  'store.renewRecoveryKey': recoveryKeyText,
  'podman.export': exportedText,
  'podman.import': importedText,
  'registry.push': pushedText,
  'registry.list': pushedPointsText,
  'registry.pull': pulledText,
  'policies.set': policySetText,
  'policies.list': (policies) =>
    table(
      ['CONTAINER', 'HOST', 'EVERY', 'KEEP', 'IDLE', 'LAST'],
      policiesRows(policies),
      'No policies yet. Set one: shiplock backup policy CONTAINER --from HOST',
    ),
  'policies.end': policyEndedText,
  'policies.watch': watchedText,
  'incidents.export': exportedLogText,
  'incidents.verify': provedText,
};

export function printOutput<Name extends MethodName>(
  method: Name,
  output: Output<Name>,
  language: Language = 'en',
): string {
  return printableLines(printers[method](output, language));
}

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

function outcomeText(report: RunReport): string {
  const { container, from, to, freezeMs, totalMs, rounds, run, outcome, error } = report;
  if (outcome !== 'committed' || error?.code === 'attention') {
    const failure = error === undefined ? '' : printError(error);
    return `${failure}Run:   ${run}, ${outcome ?? 'running'}. shiplock show ${run} tells what happened.\n`;
  }
  const total = Object.values(report.bytesSent).reduce((sum, bytes) => sum + bytes, 0);
  if (report.restorePoint !== undefined) return restoredText(report, report.restorePoint, total);
  const paused = rounds.reduce((sum, round) => sum + (round.kind === 'final' ? 0 : round.pausedMs), 0);
  return [
    `${container} runs on ${to} now; it was moved from ${from} (${run}).\n`,
    `Freeze ${formatMs(freezeMs ?? 0)}${paused > 0 ? `, and ${formatMs(paused)} paused in rounds before` : ''}; ${formatMs(totalMs ?? 0)} in all.\n`,
    `Sent ${formatBytes(total)} (${report.route}): ${bytesText(report)}; rounds before the freeze: ${rounds.filter(({ kind }) => kind !== 'final').length}.\n`,
    fromStoreText(report),
    ...report.remarks.map((remark) => `${remark}\n`),
  ].join('');
}

function restoredText(
  { container, from, to, run, totalMs, remarks }: RunReport,
  point: string,
  sent: number,
): string {
  return [
    `${container} runs on ${to} now; it was restored from ${point}, taken on ${from} (${run}).\n`,
    `${formatMs(totalMs ?? 0)} in all; sent ${formatBytes(sent)}.\n`,
    ...remarks.map((remark) => `${remark}\n`),
  ].join('');
}

function showText(report: RunReport): string {
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
        `Round of ${kind}: ${formatBytes(bytes)} in ${formatMs(ms)}, paused for ${formatMs(pausedMs)}\n`,
    ),
    report.freezeMs === null ? '' : `Freeze: ${formatMs(report.freezeMs)}\n`,
    report.estimate === undefined ? '' : `Estimated: ${figuresText(report.estimate)}\n`,
    ...freezeParts.map(({ part, ms }) => `  ${part}: ${formatMs(ms)}\n`),
    report.rescue === undefined ? '' : `Rescue: ${to} ${rescued(report)} ${rescueText(report.rescue)}\n`,
    'Steps:\n',
    ...steps.map(
      (step) => `  ${step.name}: ${step.state}${step.ms === undefined ? '' : `, ${formatMs(step.ms)}`}\n`,
    ),
    ...report.remarks.map((remark) => `Note:  ${indent(remark)}\n`),
    error === undefined ? '' : printError(error),
  ].join('');
}

/** A point as a sentence's end, with its age. */
export function rescueText({ at, hasMemory, missing }: RescuePoint): string {
  const age = formatMs(Math.max(0, Date.now() - Date.parse(at)));
  const how = hasMemory ? 'with its memory' : 'from its files';
  return `${at} (${age} ago), ${how}. Missing: ${missing.join('; ')}.`;
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

const routeTexts = {
  auto: 'auto; at the beginning of the move the direct one and the relay are measured, and the faster is taken',
  direct: 'direct, from host to host',
  relay: 'relay, through this laptop',
} as const;

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

function estimateText(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '';
  const { forecasts, learnedFrom } = estimate;
  const basis =
    learnedFrom === 0 ? 'measured now' : `measured now, and corrected by ${learnedFrom} earlier runs`;
  return [
    `Likely (${basis}):\n`,
    ...forecasts.map(({ route, bytesPerSecond, ...figures }) => {
      const rate = `${route}, ${formatBytes(bytesPerSecond)}/s`;
      return `  ${rate}: ${figuresText(figures)}\n`;
    }),
  ].join('');
}

function figuresText({ freezeMs, totalMs, bytes }: Pick<Forecast, 'freezeMs' | 'totalMs' | 'bytes'>): string {
  const text = ({ low, likely, high }: Range, format: (value: number) => string): string =>
    `${format(likely)} (${format(low)} to ${format(high)})`;
  return `freeze ${text(freezeMs, formatMs)}, ${text(totalMs, formatMs)} in all, ${text(bytes, formatBytes)} sent`;
}

/** Warnings stop a move until they are accepted. */
function acceptText({ findings, movable }: Plan): string {
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  if (!movable || warnings.length === 0) return '';
  const ids = [...new Set(warnings.map(({ id }) => `--accept ${id}`))];
  return `To move it nevertheless: ${ids.join(' ')}\n`;
}

const indent = (text: string): string => text.trimEnd().replaceAll('\n', '\n       ');

function table(head: readonly string[], rows: readonly (readonly string[])[], empty: string): string {
  if (rows.length === 0) return `${empty}\n`;
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [head, ...rows].map(line).join('');
}
