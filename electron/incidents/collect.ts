/** Asks both hosts of a run, or hosts without one, for an incident log, and keeps what they tell. */
import type { CallOptions } from '../../shared/contract.ts';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import { deadline, unlessAborted } from '../hosts/cancellation.ts';
import type { Session } from '../hosts/session.ts';
import type { Journal } from '../journal/journal.ts';
import { askHost, type Told, withoutSecrets } from './ask-host.ts';
import { type AskedOfHost, askedOfRun } from './asked-of-run.ts';
import type { EvidenceFolder, EvidenceReason } from './evidence.ts';

export interface CollectParts {
  readonly journal: Journal;
  readonly folder: EvidenceFolder;
  readonly session: (host: string, signal: AbortSignal, options: CallOptions) => Promise<Session>;
}

/** What has not come by then is not waited for, whatever a host hangs in. */
const limitMs = 8000;

/** Of a run: resolves within eight seconds, or when `giveUp` aborts, when all that came of it by then is kept. */
export async function collect(
  parts: CollectParts,
  run: RunId,
  reason: EvidenceReason,
  options: CallOptions,
  giveUp?: AbortSignal,
): Promise<void> {
  await askAll(parts, askedOfRun(parts.journal, run), run, reason, options, giveUp);
}

/** Of hosts as they are now: resolves within eight seconds, or when the call is cancelled. */
export async function collectOf(
  parts: CollectParts,
  hosts: readonly string[],
  options: CallOptions,
): Promise<void> {
  const asked = hosts.map((host) => ({ host }));
  await askAll(parts, asked, null, 'asked', options, options.signal);
}

async function askAll(
  { folder, session }: CollectParts,
  asked: readonly AskedOfHost[],
  run: RunId | null,
  reason: EvidenceReason,
  options: CallOptions,
  giveUp?: AbortSignal,
): Promise<void> {
  const at = new Date().toISOString();
  using limit = deadline(giveUp, limitMs, {
    en: `No answer within ${limitMs / 1000} s.`,
    zh: `${limitMs / 1000} 秒内没有应答。`,
  });
  const { signal } = limit;
  const ask = async (about: AskedOfHost): Promise<Told> =>
    askHost(await session(about.host, signal, options), about, signal);
  const answers = await Promise.allSettled(asked.map((about) => unlessAborted(ask(about), signal)));
  const told = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined));
  const confidences = confidencesOf(asked, told);
  for (const [index, { host }] of asked.entries()) {
    const answer = answers[index];
    const kept =
      answer?.status === 'fulfilled'
        ? withoutSecrets(answer.value.parts, confidences)
        : { parts: [], missing: [noAnswer(asShiplockError(answer?.reason))] };
    folder.keep({ run, host, at, reason, ...kept });
  }
}

/** Both copies of a container were given the same: one host that tells is enough. */
function confidencesOf(
  asked: readonly AskedOfHost[],
  told: readonly (Told | undefined)[],
): string[] | undefined {
  const known = told.flatMap((answer, index) =>
    asked[index]?.container !== undefined && answer?.confidences !== undefined ? [answer.confidences] : [],
  );
  return known.length === 0 ? undefined : [...new Set(known.flat())];
}

const noAnswer = ({ text }: ShiplockError) => ({
  what: { en: 'all that this host could tell', zh: '该主机的全部信息' },
  why: text,
});
