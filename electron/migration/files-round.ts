/** One round of files while the container runs. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { ShiplockError } from '../../shared/errors.ts';
import type { Round } from '../../shared/model.ts';
import { thoroughMs } from '../hosts/limits.ts';
import { wholeNumber } from '../hosts/whole-number.ts';
import type { Move } from './move.ts';
import { holdRestartPolicy } from './restart-policy.ts';
import { type Parcel, sendParcel } from './parcels.ts';

const script = readFileSync(new URL('./rounds.sh', import.meta.url), 'utf8');

/** Before the first round and the first dump: see `rounds.sh`. */
export async function readyForRounds({ source, plan }: Move): Promise<void> {
  await source.session.script('rounds', script, ['ready', String(plan.container.pid)]);
}

export async function filesRound(move: Move, parcels: readonly Parcel[]): Promise<Round> {
  const began = performance.now();
  const before = move.log.totalBytes;
  const at = new Date().toISOString();
  const begin = ['begin', ...parcels.map(({ from }) => from)];
  const options = { signal: move.signal, timeoutMs: thoroughMs };
  const { stdout } = await move.source.session.script('rounds', script, begin, options);
  const clock = wholeNumber(stdout.trim());
  // The source says it, and a shell on the target reckons with it.
  if (clock === undefined) {
    throw new ShiplockError('command-failed', `${move.source.host} does not tell what time it has.`, {
      details: stdout.slice(0, 1000),
    });
  }
  // A round that was cut short has copied files that nobody doubted since.
  const since = move.recall('rounds').since ?? clock;
  move.note('rounds', { since, isChanging: true, memoryAt: null });
  for (const parcel of parcels) await sendParcel(move, 'rounds', parcel, false, move.signal);
  const doubt = ['doubt', String(since), ...parcels.map(({ to }) => to)];
  const doubted = await move.target.session.script('rounds', script, doubt, options);
  const linked = new Set(doubted.stdout.split('\n').filter(Boolean).map(Number));
  await holdRestartPolicy(move);
  move.note('rounds', {
    linked: parcels.filter((_, index) => linked.has(index)).map(({ to }) => to),
    since: null,
    filesSince: clock,
    filesAt: at,
    isChanging: false,
  });
  return {
    kind: 'files',
    ms: Math.round(performance.now() - began),
    pausedMs: 0,
    bytes: move.log.totalBytes - before,
  };
}
