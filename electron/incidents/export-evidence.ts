/** Puts what was kept of the hosts into an incident log, as the journal noted it, and says what is not there. */
import type { MissingEvidence } from '../../shared/incident-methods.ts';
import { mapWords, type Words } from '../../shared/words.ts';
import type { RunRecord } from '../journal/run-record.ts';
import type { EvidenceEntry } from './entry-sift.ts';
import { type EvidenceFolder, type EvidencePart, pathInLog, sha256Of } from './evidence.ts';
import type { LogWriter } from './log-writer.ts';
import type { Redactor } from './redact.ts';
import type { EvidenceFacts } from './report/facts.ts';

/** In the report: of so many collections, the newest, the last lines. */
const mostShown = 24;
const mostLines = 40;
const mostEndLength = 8000;

export interface CollectedEvidence {
  /** Newest first. */
  readonly facts: readonly EvidenceFacts[];
  /** What each host last said of its versions. */
  readonly versions: ReadonlyMap<string, string>;
  readonly missing: readonly MissingEvidence[];
}

export async function addEvidence(
  writer: LogWriter,
  folder: EvidenceFolder,
  noted: readonly EvidenceEntry[],
  redactor: Redactor,
): Promise<CollectedEvidence> {
  const facts: EvidenceFacts[] = [];
  const versions = new Map<string, string>();
  const missing: MissingEvidence[] = [];
  for (const { run, note } of noted.toReversed()) {
    const { id, host, at, reason } = note;
    const where = run === null ? host : `${host}, ${run}`;
    missing.push(...note.missing.map(({ what, why }) => ({ what: ofHost(where, what), why })));
    if (note.parts.length === 0) continue;
    const kept = folder.read(id);
    const parts: EvidenceFacts['parts'][number][] = [];
    for (const { name, sha256 } of note.parts) {
      const part = kept?.parts.find((each) => each.name === name);
      if (part === undefined || sha256Of(part.text) !== sha256) {
        missing.push({ what: ofHost(where, name), why: part === undefined ? madeRoom : notAsNoted });
        continue;
      }
      const text = redactor.text(part.text);
      const path = pathInLog(id, name);
      const written = await writer.add(path, [text]);
      if (text !== part.text) writer.markRedacted(written);
      if (name === 'versions.txt' && !versions.has(host)) versions.set(host, text);
      parts.push({ name, path, bytes: written.bytes, isCut: part.isCut, end: endOf({ ...part, text }) });
    }
    if (facts.length < mostShown) facts.push({ host, run, at, reason, parts });
  }
  return { facts, versions, missing };
}

/** Runs of which no host was asked, or none answered enough to be noted. */
export function nothingCollected(
  runs: readonly RunRecord[],
  noted: readonly EvidenceEntry[],
): MissingEvidence[] {
  const collected = new Set(noted.map(({ run }) => run));
  return runs
    .filter(({ id, state }) => !collected.has(id) && state !== 'running')
    .slice(0, mostShown)
    .map(({ id }) => ({ what: ofHost(id, fromHosts), why: notAsked }));
}

const fromHosts = { en: 'what the hosts told', zh: '主机信息' };
const notAsked = {
  en: 'nothing was collected when it ended: it was killed, or an earlier version made it. While the hosts answer: --ask-hosts',
  zh: '运行结束时没有收集：程序被中止，或由早期版本执行。主机可连接时请使用 --ask-hosts',
};
const madeRoom = {
  en: 'it has made room for what was collected later',
  zh: '已为后来收集的内容腾出空间',
};
const notAsNoted = {
  en: 'what is kept is not what the journal noted when it was collected',
  zh: '保存的内容与收集时日志所记不符',
};

const ofHost = (where: string, what: Words): Words => mapWords(what, (text) => `${where}: ${text}`);

function endOf({ text }: EvidencePart): string {
  const lines = text.trimEnd().split('\n').slice(-mostLines).join('\n');
  return lines.length > mostEndLength ? `…${lines.slice(-mostEndLength)}` : lines;
}
