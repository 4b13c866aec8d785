/** How far a host's clock is from another's, known only as exactly as the hosts could be asked. */
import type { HostFacts } from '../hosts/facts.ts';

/** Against the laptop's clock, in milliseconds. */
export interface ClockReading {
  readonly aheadMs: number;
  /** The truth lies no further off than this. */
  readonly uncertaintyMs: number;
}

/** `askedAt`, `answeredAt`: the laptop's clock, in milliseconds; the host read its own twice in between. */
export function readClock(
  { clockBeganNs, clockNs }: Pick<HostFacts, 'clockBeganNs' | 'clockNs'>,
  askedAt: number,
  answeredAt: number,
): ClockReading {
  const [began, ended] = [clockBeganNs, clockNs].map((ns) => Number(ns / 1000n) / 1000) as [number, number];
  const [earliest, latest] = [ended - answeredAt, began - askedAt];
  // A clock that is set while it is read makes no sense of the two: then all is possible between them.
  return { aheadMs: (earliest + latest) / 2, uncertaintyMs: Math.abs(latest - earliest) / 2 };
}

/** How much further on the target's clock is than the source's, at least: negative if it is behind, 0 if that is not sure. */
export function surelyAheadMs(source: ClockReading, target: ClockReading): number {
  const ahead = target.aheadMs - source.aheadMs;
  const uncertainty = source.uncertaintyMs + target.uncertaintyMs;
  return Math.abs(ahead) <= uncertainty ? 0 : ahead - Math.sign(ahead) * uncertainty;
}
