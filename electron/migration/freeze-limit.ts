/**
 * The longest freeze that the user allows. Before the freeze it is held against what the freeze is likely to take: a
 * container that changes faster than the link carries would be frozen for as long as most of it takes to be sent. In
 * the freeze there is a limit all the same: estimates fail, and links get slower.
 */
import { vitals } from '../checkpoint/vitals.ts';
import { ShiplockError } from '../../shared/errors.ts';
import { formatMs } from '../../shared/units.ts';
import type { BothLanguages } from '../../shared/words.ts';
import { freezeSeconds } from './estimate.ts';
import type { Move } from './move.ts';
import { routeRate } from './route-rate.ts';

/** An estimate right within a factor of two is right enough. */
const grace = 2;

/** How long the freeze may last before it is given up, in seconds. */
export const longestFreezeSeconds = ({ plan }: Move): number => plan.maxFreezeSeconds * grace;

/** Throws 'freeze-too-long' if the freeze is likely to take longer than is allowed. The container still runs. */
export async function refuseLongFreeze(move: Move): Promise<void> {
  const { source, sourceId, plan, log } = move;
  const { runtimeRoot } = source.engine;
  const { memoryBytes } = await vitals(source.session, runtimeRoot, sourceId, plan.container.pid);
  const bytesPerSecond = await routeRate(move);
  const waiting = Object.values(move.recall('rounds').waiting ?? {}).flat();
  const waitingBytes = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  const seconds = freezeSeconds({ memoryBytes, rounds: log.rounds, waitingBytes, bytesPerSecond });
  if (seconds <= plan.maxFreezeSeconds) return;
  const text = {
    en: `It would stay frozen for about ${minutes(seconds)}; ${allowed(move)} are allowed.`,
    zh: `停机时间预计约为 ${minutes(seconds)}，超过允许的 ${allowed(move)}。`,
  };
  throw tooLong(move, text, seconds);
}

/** Aborts with 'freeze-too-long' when a freeze that begins now lasts too long. Dispose of it to stop the clock. */
export function freezeDeadline(move: Move): { readonly signal: AbortSignal } & Disposable {
  const clock = new AbortController();
  const seconds = longestFreezeSeconds(move);
  const timer = setTimeout(() => {
    const happened = {
      en: `It was frozen for ${minutes(seconds)}, twice the ${allowed(move)} that are allowed, and not everything had arrived.`,
      zh: `容器已冻结 ${minutes(seconds)}，是允许的 ${allowed(move)} 的两倍，而数据仍未全部送达。`,
    };
    clock.abort(tooLong(move, happened, seconds * grace));
  }, seconds * 1000);
  return { signal: clock.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

const minutes = (seconds: number): string => formatMs(seconds * 1000).replace(/ 0 s$/, '');
const allowed = ({ plan }: Move): string => minutes(plan.maxFreezeSeconds);

function tooLong({ plan, source, target }: Move, text: BothLanguages, seconds: number): ShiplockError {
  const { name } = plan.container;
  const enough = Math.ceil(seconds * 1.25);
  const allowing = `shiplock migrate ${name} --from ${source.host} --to ${target.host} --max-freeze ${enough}`;
  return new ShiplockError('freeze-too-long', text, {
    remedy: {
      en: `Find a faster way between the hosts (another link, --route direct), or a time when ${name} changes less. Or allow it: ${allowing}`,
      zh: `换用两台主机之间更快的路径（另一条链路，或 --route direct），或选择 ${name} 变化较少的时段。也可以允许更长的停机时间：${allowing}`,
    },
  });
}
