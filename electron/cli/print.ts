/** Results as text for people: for each method of the contract, how its output reads. */
import type { MethodName, Output } from '../../shared/contract.ts';
import type { windowMethods } from '../../shared/window-methods.ts';
import { printableLines } from '../../shared/printable.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';
import { inLanguage, type Language } from '../../shared/words.ts';
import {
  browsedText,
  differencesText,
  extractedText,
  foundText,
  processesText,
  prunedText,
  readFileText,
  rebuiltText,
  shownText,
  takenText,
  verifiedText,
} from './backup-texts.ts';
import { findingText, fixText } from './findings.ts';
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
import { acceptText, estimateText, fromStoreText, routeTexts } from './plan-texts.ts';
import { exportedText, importedText } from './podman-texts.ts';
import { policiesRows, policyEndedText, policySetText, watchedText } from './policy-texts.ts';
import { pulledText, pushedPointsText, pushedText } from './registry-texts.ts';
import { outcomeText, showText } from './run-texts.ts';
import { recoveryKeyText, storeText, waysText } from './store-texts.ts';

/** What a terminal asks for: it has no use for what only a window does. */
export type TerminalMethod = Exclude<MethodName, keyof typeof windowMethods>;

type Printers = {
  readonly [Name in TerminalMethod]: (output: Output<Name>, language: Language) => string;
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
  'hosts.check': ({ host, findings }, language) =>
    findings.map((each) => findingText(each, language, { host: host.name })).join(''),
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
      fromStoreText(plan.fromStore),
      `Route: ${routeTexts[plan.route]}.\n`,
      estimateText(plan.estimate),
      ...plan.findings.map((each) => findingText(each, language, plan)),
      acceptText(plan),
      'Will not be the same on the target:\n',
      ...plan.differences.map((difference) => `  ${inLanguage(difference, language)}\n`),
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
  'backups.search': foundText,
  'backups.read': readFileText,
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
  'policies.list': (policies, language) =>
    table(
      ['CONTAINER', 'HOST', 'EVERY', 'KEEP', 'IDLE', 'LAST'],
      policiesRows(policies, language),
      'No policies yet. Set one: shiplock backup policy CONTAINER --from HOST',
    ),
  'policies.end': policyEndedText,
  'policies.watch': watchedText,
  'incidents.export': exportedLogText,
  'incidents.verify': provedText,
};

export function printOutput<Name extends TerminalMethod>(
  method: Name,
  output: Output<Name>,
  language: Language = 'en',
): string {
  return printableLines(printers[method](output, language));
}

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
