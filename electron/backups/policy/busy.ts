/** Whether a host is idle enough for a restore point that nobody waits for. */
import type { BackupPolicy } from '../../../shared/policy-methods.ts';
import { formatBytes } from '../../../shared/units.ts';
import { type BothLanguages, joinWords } from '../../../shared/words.ts';
import type { Activity } from './activity.ts';

export type IdleLimits = Pick<BackupPolicy, 'maxLoad' | 'maxStallPercent' | 'maxTraffic'>;

/** Why not, in words; undefined for a host that is idle. What a host does not tell does not stand against it. */
export function whyBusy(
  { load, stallPercent, traffic }: Activity,
  { maxLoad, maxStallPercent, maxTraffic }: IdleLimits,
): BothLanguages | undefined {
  const stalled = [...stallPercent].filter(([, percent]) => percent > maxStallPercent);
  const reasons = [
    ...(load !== undefined && load > maxLoad
      ? [{ en: `a load of ${load.toFixed(2)} a processor`, zh: `每个处理器的负载为 ${load.toFixed(2)}` }]
      : []),
    ...stalled.map(([of, percent]) => waiting(namesOf[of] ?? { en: of, zh: of }, Math.round(percent))),
    ...(traffic !== undefined && traffic > maxTraffic
      ? [
          {
            en: `${formatBytes(traffic)} a second over its link`,
            zh: `链路流量为每秒 ${formatBytes(traffic)}`,
          },
        ]
      : []),
  ];
  return reasons.length === 0 ? undefined : joinWords(reasons, { en: ', ', zh: '，' });
}

const waiting = (what: BothLanguages, percent: number): BothLanguages => ({
  en: `programs wait for ${what.en} ${percent} % of the time`,
  zh: `程序有 ${percent} % 的时间在等待${what.zh}`,
});

const namesOf: Readonly<Record<string, BothLanguages>> = {
  cpu: { en: 'processors', zh: '处理器' },
  io: { en: 'disks', zh: '磁盘' },
  memory: { en: 'memory', zh: '内存' },
};
