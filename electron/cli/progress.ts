/** Progress on standard error: one live line on a terminal, a line a step elsewhere, JSON lines if asked for. */
import type { Event, EventPayload } from '../../shared/contract.ts';
import { printableLines } from '../../shared/printable.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';
import { inLanguage, type Language } from '../../shared/words.ts';
import { policyStateText } from './policy-texts.ts';
import { imageProgressText, roundNewsText } from './image-texts.ts';
import { roundTexts } from './run-texts.ts';

const stepTexts: Readonly<Record<string, string>> = {
  mark: 'Reserving the container',
  workspace: 'Preparing both hosts',
  route: 'Choosing the route',
  runtime: 'Preparing the target to restore',
  image: 'Sending image layers',
  data: 'Making room for data',
  create: 'Creating the container on the target',
  rounds: 'Copying while it runs',
  freeze: 'Freezing the container',
  deliver: 'Sending what changed last',
  fence: 'Making sure that the source keeps still',
  resume: 'Resuming on the target',
  check: 'Checking that it lives',
  commit: 'Committing',
  retire: 'Retiring the copy on the source',
  tidy: 'Tidying up',
};

export interface Telling {
  /** Lines of JSON, for programs: they hold both languages. */
  readonly json: boolean;
  readonly language: Language;
}

export class ProgressDisplay {
  readonly #stream: NodeJS.WriteStream;
  readonly #json: boolean;
  readonly #language: Language;
  #line = '';
  #runningOn: string | null = null;

  constructor(stream: NodeJS.WriteStream, { json, language }: Telling) {
    this.#stream = stream;
    this.#json = json;
    this.#language = language;
  }

  show(event: Event): void {
    if (this.#json) {
      this.#stream.write(`${JSON.stringify(event)}\n`);
      return;
    }
    switch (event.event) {
      case 'preflight.checked':
        this.#live(`Checked: ${event.check}`);
        break;
      case 'run.step': {
        this.#runningOn = event.runningOn;
        const text = stepTexts[event.step] ?? event.step;
        if (event.state === 'began') this.#liveAt(text);
        else this.#keep(`${marks[event.state]} ${event.state === 'undone' ? `taken back: ${text}` : text}`);
        break;
      }
      case 'run.progress': {
        const total = Object.values(event.bytesSent).reduce((sum, bytes) => sum + bytes, 0);
        const { image = 0, files = 0, memory = 0 } = event.fromStore ?? {};
        const stored = image + files + memory;
        const more = stored > 0 ? `, ${formatBytes(stored)} from this laptop` : '';
        this.#liveAt(`${stepTexts[event.step] ?? event.step}, ${formatBytes(total)} sent${more}`);
        break;
      }
      case 'run.round': {
        const { kind, bytes, ms, pausedMs } = event.round;
        const paused = pausedMs > 0 ? `, paused for ${formatMs(pausedMs)}` : '';
        this.#keep(`  ${roundTexts[kind]}: ${formatBytes(bytes)} in ${formatMs(ms)}${paused}`);
        break;
      }
      case 'backup.progress':
        this.#live(
          `${event.container} on ${event.host}: ${phaseTexts[event.phase]}, ${formatBytes(event.wireBytes)} so far`,
        );
        break;
      case 'verify.progress':
        this.#live(`Read back: ${formatBytes(event.bytes)} of ${formatBytes(event.totalBytes)}`);
        break;
      case 'search.progress':
        this.#live(`Looked at ${event.looked} names`);
        break;
      case 'archive.progress':
        this.#live(`${event.file}: ${formatBytes(event.bytes)} so far`);
        break;
      case 'registry.progress':
        this.#live(`${event.repository}: ${formatBytes(event.bytes)} so far`);
        break;
      case 'policy.state':
        this.#keep(policyStateText(event, this.#language));
        break;
      case 'images.rounded':
        this.#keep(roundNewsText(event, this.#language));
        break;
      case 'images.progress':
        this.#live(imageProgressText(event));
        break;
      case 'incident.progress':
        this.#live(incidentTexts[event.phase]);
        break;
      case 'store.made':
        this.#keep(recoveryText(event));
        break;
      case 'run.reconciled':
        this.#keep(reconciledText(event, this.#language));
        break;
      case 'host.link':
        this.#keep(linkText(event, this.#language));
        break;
    }
  }

  /** A line for people; among JSON lines an object like them. */
  say(text: string): void {
    if (this.#json) this.#stream.write(`${JSON.stringify({ event: 'say', text })}\n`);
    else this.#keep(text);
  }

  end(): void {
    this.#clear();
  }

  #liveAt(text: string): void {
    this.#live(`${text} (${this.#runningOn === null ? 'frozen' : `running on ${this.#runningOn}`})`);
  }

  #live(text: string): void {
    if (!this.#stream.isTTY) return;
    this.#clear();
    this.#line = `… ${text}`.slice(0, (this.#stream.columns ?? 80) - 1);
    this.#stream.write(this.#line);
  }

  #keep(text: string): void {
    this.#clear();
    this.#stream.write(`${printableLines(text)}\n`);
  }

  #clear(): void {
    if (this.#line !== '') this.#stream.write('\r\u001b[K');
    this.#line = '';
  }
}

const phaseTexts: Readonly<Record<EventPayload<'backup.progress'>['phase'], string>> = {
  image: 'fetching image layers',
  files: 'copying files while it runs',
  pause: 'pausing it for a moment',
  fetch: 'fetching what was kept; it runs again',
  finish: 'finishing the restore point',
};

const incidentTexts: Readonly<Record<EventPayload<'incident.progress'>['phase'], string>> = {
  hosts: 'Asking the hosts',
  journal: 'Reading the journal',
  report: 'Writing the report',
  pdf: 'Printing the report as a PDF',
  pack: 'Finishing the file',
};

const recoveryText = ({ recoveryKey }: EventPayload<'store.made'>): string =>
  `! A store of restore points was made, encrypted. Should keyring and passphrase be lost, only its recovery key opens it.
  Write it down, keep it away from this laptop; it is not shown again:
    ${recoveryKey}`;

const marks = { done: '✓', failed: '✗', undone: '↩' } as const;

function reconciledText({ run, outcome, state }: EventPayload<'run.reconciled'>, language: Language): string {
  const standing = state === undefined ? '' : ` ${inLanguage(state, language)}`;
  switch (outcome) {
    case 'committed':
      return `✓ ${run}, left unfinished, was finished first.`;
    case 'rolled-back':
      return `✓ ${run}, left unfinished, was taken back first.${standing}`;
    default:
      return `! ${run} is unfinished.${standing} shiplock show ${run} tells more.`;
  }
}

function linkText(
  { host, state, nextTryMs, reason = `${host} cannot be reached.` }: EventPayload<'host.link'>,
  language: Language,
): string {
  switch (state) {
    case 'lost':
      return `! The connection to ${host} was lost; trying again.`;
    case 'retrying':
      return `! ${inLanguage(reason, language)} Trying again in ${formatMs(nextTryMs ?? 0)}.`;
    case 'up':
      return `✓ The connection to ${host} is back.`;
  }
}
