/** The completeness check: what lies at the target is what lay at the source. */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import { inLanguage, type Words } from '../../shared/words.ts';
import { thoroughMs } from '../hosts/limits.ts';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';

const script = readFileSync(new URL('./manifest.sh', import.meta.url), 'utf8');

export interface Pair {
  /** For the error: "volume readings". */
  readonly what: Words;
  readonly from: string;
  readonly to: string;
}

interface Manifest {
  readonly fingerprint: string;
  readonly entries: number;
  readonly bytes: number;
}

/** Whether time stamps are part of what must have arrived; for files that nobody but CRIU will read they are not. */
export type Times = 'times' | 'no-times';

async function manifests(
  session: Session,
  times: Times,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<(Manifest | undefined)[]> {
  const options = { signal, timeoutMs: thoroughMs };
  const { stdout } = await session.script('manifest', script, [times, ...paths], options);
  return parseManifests(stdout);
}

/** The output of `manifest.sh`; undefined in the place of a line that makes no sense. */
export function parseManifests(output: string): (Manifest | undefined)[] {
  return output
    .trim()
    .split('\n')
    .map((line) => {
      const [fingerprint = '', entryCount, byteCount] = line.split(' ');
      const [entries, bytes] = [wholeNumber(entryCount), wholeNumber(byteCount)];
      if (entries === undefined || bytes === undefined) return undefined;
      return { fingerprint, entries, bytes };
    });
}

/** Throws 'incomplete', naming what differs and by how much. Both ends work at the same time. */
export async function checkCompleteness(
  source: Session,
  target: Session,
  pairs: readonly Pair[],
  times: Times = 'times',
  signal?: AbortSignal,
): Promise<void> {
  if (pairs.length === 0) return;
  const [there, here] = await Promise.all([
    manifests(
      source,
      times,
      pairs.map(({ from }) => from),
      signal,
    ),
    manifests(
      target,
      times,
      pairs.map(({ to }) => to),
      signal,
    ),
  ]);
  const differing = pairs.flatMap(({ what }, index) => {
    const [sent, arrived] = [there[index], here[index]];
    if (
      sent &&
      arrived &&
      /^[0-9a-f]{64}$/.test(sent.fingerprint) &&
      sent.fingerprint === arrived.fingerprint
    )
      return [];
    return [
      `${inLanguage(what, 'en')}: ${sent?.entries ?? 'unknown'} entries, ${sent?.bytes ?? 'unknown'} bytes sent; ${arrived?.entries ?? 'unknown'}, ${arrived?.bytes ?? 'unknown'} arrived`,
    ];
  });
  if (differing.length > 0) {
    const { name } = target.host;
    const text = { en: `Not everything arrived on ${name}.`, zh: `数据没有全部送达 ${name}。` };
    throw new ShiplockError('incomplete', text, {
      details: differing.join('\n'),
      remedy: {
        en: 'Try again; if it happens again, check the disks of both hosts.',
        zh: '请重试；如果再次发生，请检查两台主机的磁盘。',
      },
    });
  }
}
