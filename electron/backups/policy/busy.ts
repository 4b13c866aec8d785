/** Whether a host is idle enough for a restore point that nobody waits for. */
import type { BackupPolicy } from '../../../shared/policy-methods.ts';
import { formatBytes } from '../../../shared/units.ts';
import type { Activity } from './activity.ts';

export type IdleLimits = Pick<BackupPolicy, 'maxLoad' | 'maxStallPercent' | 'maxTraffic'>;

/** Why not, in words; undefined for a host that is idle. What a host does not tell does not stand against it. */
export function whyBusy(
  { load, stallPercent, traffic }: Activity,
  { maxLoad, maxStallPercent, maxTraffic }: IdleLimits,
): string | undefined {
  const stalled = [...stallPercent].filter(([, percent]) => percent > maxStallPercent);
  const reasons = [
    ...(load !== undefined && load > maxLoad ? [`a load of ${load.toFixed(2)} a processor`] : []),
    ...stalled.map(
      ([of, percent]) => `programs wait for ${namesOf[of] ?? of} ${Math.round(percent)} % of the time`,
    ),
    ...(traffic !== undefined && traffic > maxTraffic
      ? [`${formatBytes(traffic)} a second over its link`]
      : []),
  ];
  return reasons.length === 0 ? undefined : reasons.join(', ');
}

const namesOf: Readonly<Record<string, string>> = { cpu: 'processors', io: 'disks', memory: 'memory' };
