/** Incident logs as text for people. */
import type { Output } from '../../shared/contract.ts';
import type { IncidentProblem } from '../../shared/incident-methods.ts';
import { formatBytes } from '../../shared/units.ts';
import { inLanguage, type Language } from '../../shared/words.ts';

export function exportedLogText(log: Output<'incidents.export'>, language: Language): string {
  const { out, bytes, runs, entries, redactedEntries, missing, fingerprint } = log;
  const withheld =
    redactedEntries === 0 ? '' : `; of ${redactedEntries} what looks like a secret was taken out`;
  return [
    `${out} was written: ${formatBytes(bytes)}; ${counted(runs.length, 'run')}, ${entries.included} of ${counted(entries.total, 'entry', 'entries')} of the journal${withheld}.\n`,
    ...missing.map(
      ({ what, why }) => `Not in it: ${inLanguage(what, language)}: ${inLanguage(why, language)}\n`,
    ),
    'Open report.html in it. Look at the logs before you hand it on: a secret that reads like ordinary words is still in them.\n',
    `Fingerprint: ${fingerprint}\n`,
  ].join('');
}

export function provedText({ isWhole, problems, hasMoreProblems, log }: Output<'incidents.verify'>): string {
  return [
    isWhole ? '✓ It is as it was written.\n' : '✗ It is not as it was written.\n',
    ...problems.map((problem) => `  ${problemText(problem)}\n`),
    hasMoreProblems ? '  … and more\n' : '',
    log === undefined ? '' : logText(log),
  ].join('');
}

type Log = NonNullable<Output<'incidents.verify'>['log']>;

function logText({ madeAt, shiplock, run, since, files, entries, head, fingerprint }: Log): string {
  const { total, proved, redacted } = entries;
  const part = [run ?? '', since === undefined ? '' : `from ${since} on`].filter((each) => each !== '');
  return [
    `Made ${madeAt} by Shiplock ${shiplock}${part.length === 0 ? '' : `, ${part.join(', ')}`}; ${counted(files, 'file')}.\n`,
    `Entries of the journal: the content of ${proved} was held against their hashes and their places in the chain of ${total}.\n`,
    redacted === 0 ? '' : `Of ${redacted} more a secret was taken out: only their places were checked.\n`,
    proved + redacted === total
      ? ''
      : `Of the other ${total - proved - redacted} it has the hash only: what they say is neither in it nor proved.\n`,
    'There is no signature: this shows that nothing was changed, not who made it. Compare these with what was noted apart:\n',
    `  Fingerprint: ${fingerprint}\n`,
    `  Hash of the journal's last entry: ${head ?? 'none, the journal was empty'}\n`,
  ].join('');
}

const problemTexts: Readonly<Record<IncidentProblem['kind'], (name: string) => string>> = {
  'not-readable': (name) => `This is no incident log that can be read: ${name}`,
  'file-changed': (name) => `A file was changed: ${name}`,
  'file-missing': (name) => `A file is missing: ${name}`,
  'file-added': (name) => `A file was added: ${name}`,
  'entry-changed': (name) => `An entry of the journal was changed: ${name}`,
  'entry-missing': (name) => `An entry of the journal is missing: ${name}`,
  'entry-added': (name) => `An entry of the journal was added: ${name}`,
  'chain-broken': (name) => `The list of the entries' hashes is broken at ${name}`,
  'evidence-changed': (name) => `What a host told is not what the journal noted then: ${name}`,
};

const problemText = ({ kind, name, details }: IncidentProblem): string =>
  `${problemTexts[kind](name)}${details === undefined ? '' : ` (${details})`}`;

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
