/** The estimate of a plan: measured on both hosts while the checks are made, then forecast for each route. */
import { asShiplockError } from '../../shared/errors.ts';
import type { BytesByCargo, Estimate, Forecast, Pace } from '../../shared/model.ts';
import { formatMs } from '../../shared/units.ts';
import type { Container } from '../engines/container.ts';
import type { Found } from '../preflight/check.ts';
import type { End } from '../preflight/gather.ts';
import { roundTripMs, watchChanges } from '../preflight/pace.ts';
import { probeRate } from '../transfer/rate.ts';
import { relay } from '../transfer/relay.ts';
import { learn, type PastRun } from './experience.ts';
import { forecast } from './forecast.ts';
import type { LaptopStore, PlannedFromStore } from './planned-from-store.ts';

/** What this laptop knows before it looks at the hosts. */
export interface Knowledge {
  /** Undefined: nothing is to be asked of it. */
  readonly store: LaptopStore | undefined;
  /** Earlier runs, newest first. */
  readonly past: readonly PastRun[];
  /** Bytes a second between these hosts, when the direct route was last taken. Trying it for a plan would change hosts. */
  readonly directRate: number | undefined;
}

export interface Measured {
  readonly pace: Pace;
  readonly relayRate: number;
}

/**
 * Takes a second, and a probe of at most 5.4 MB over the relay. Undefined for a container that does not run. What keeps the
 * rest from being measured is found, and no plan fails for it, unless the link was lost, which is thrown.
 */
export async function measure(
  source: End,
  target: End,
  container: Container,
): Promise<Measured | Found | undefined> {
  if (container.state !== 'running') return undefined;
  try {
    const [changes, here, there, relayRate] = await Promise.all([
      watchChanges(source.session, source.engine.runtimeRoot, container.id),
      roundTripMs(source.session),
      roundTripMs(target.session),
      probeRate(relay, source.session, target.session),
    ]);
    return { pace: { ...changes, roundTripMs: Math.max(here, there) }, relayRate };
  } catch (thrown) {
    const { code, text } = asShiplockError(thrown);
    if (code !== 'transfer-failed' && code !== 'command-failed' && code !== 'timed-out') throw thrown;
    return {
      id: 'not-estimated',
      severity: 'info',
      text: {
        en: 'What the move would cost could not be estimated.',
        zh: '无法估计这次迁移的代价。',
      },
      measured: text,
    };
  }
}

export const isMeasured = (result: Measured | Found | undefined): result is Measured =>
  result !== undefined && 'pace' in result;

export interface Estimated {
  readonly from: string;
  readonly to: string;
  readonly container: string;
  readonly bytes: BytesByCargo;
  readonly maxRounds: number;
  readonly tracksDirtyPages: boolean;
  readonly planned: PlannedFromStore | undefined;
}

export function estimateFrom(
  { pace, relayRate }: Measured,
  { from, to, container, ...facts }: Estimated,
  { past, directRate }: Omit<Knowledge, 'store'>,
): Estimate {
  const known = { relay: relayRate, direct: directRate };
  const made = (['direct', 'relay'] as const).flatMap((route) => {
    const bytesPerSecond = known[route];
    if (bytesPerSecond === undefined) return [];
    const experience = learn(past, { from, to, container, route });
    return [{ forecast: forecast(route, { ...facts, pace, bytesPerSecond }, experience), experience }];
  });
  return {
    pace,
    forecasts: made.map((each) => each.forecast),
    learnedFrom: Math.max(0, ...made.map(({ experience }) => experience.runs)),
  };
}

/** A container that changes faster than the link carries would stay frozen until what changed last has been sent. */
export function longFreeze(forecasts: readonly Forecast[], maxFreezeSeconds: number): Found[] {
  const shortest = Math.min(...forecasts.map(({ freezeMs }) => freezeMs.likely));
  if (forecasts.length === 0 || shortest <= maxFreezeSeconds * 1000) return [];
  return [
    {
      id: 'freeze-long',
      severity: 'warning',
      text: {
        en: 'The container would probably stay frozen for longer than you allow; such a freeze is not begun.',
        zh: '容器的冻结时间很可能超过允许的上限；这样的冻结不会开始。',
      },
      measured: formatMs(shortest),
      needed: formatMs(maxFreezeSeconds * 1000),
      remedy: {
        en: 'Find a faster link, or a time when the container changes less, or allow more: --max-freeze',
        zh: '换更快的链路，或等容器变化较少时再迁移，或放宽上限：--max-freeze',
      },
    },
  ];
}
