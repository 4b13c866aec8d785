/** The time that programs read: the hosts' own clocks, which a restore does not adjust, and the one that counts from the boot. */
import { surelyAheadMs } from '../clock.ts';
import type { Found } from '../check.ts';
import { moveCheck, type Subject } from '../subject.ts';

/** A freeze takes about that long: a clock that is less behind shows no time twice. */
const noticedMs = 2000;

const needs = ['container', 'source', 'target'] as const;
type Facts = Pick<Subject, (typeof needs)[number]>;

export const clocks = moveCheck('clocks', needs, (facts) => [...wallClock(facts), ...bootClock(facts)]);

function wallClock({ container, source, target }: Facts): Found[] {
  const aheadMs = surelyAheadMs(source.clock, target.clock);
  if (Math.abs(aheadMs) < noticedMs) return [];
  const [en, zh] = [inWords(Math.abs(aheadMs), english), inWords(Math.abs(aheadMs), chinese)];
  const remedy = {
    en: 'Set both clocks by the same time server: timedatectl, or chronyc makestep.',
    zh: '让两台主机与同一时间服务器同步：timedatectl 或 chronyc makestep。',
  };
  return aheadMs < 0
    ? [
        {
          id: 'clock-behind',
          severity: 'warning',
          host: target.name,
          text: {
            en: `The clock of ${target.name} is at least ${en} behind that of ${source.name}: what ${container.name} writes down after the move bears times that were there before.`,
            zh: `${target.name} 的时钟比 ${source.name} 至少慢 ${zh}：迁移之后，${container.name} 记录的时间会倒退。`,
          },
          measured: { en: `${en} behind`, zh: `慢 ${zh}` },
          needed: { en: 'the same time', zh: '时间一致' },
          remedy,
        },
      ]
    : [
        {
          id: 'clock-ahead',
          severity: 'info',
          host: target.name,
          text: {
            en: `The clock of ${target.name} is at least ${en} ahead of that of ${source.name}: what ${container.name} writes down will show a gap.`,
            zh: `${target.name} 的时钟比 ${source.name} 至少快 ${zh}：${container.name} 记录的时间会出现间断。`,
          },
          measured: { en: `${en} ahead`, zh: `快 ${zh}` },
          remedy,
        },
      ];
}

/** CRIU gives what it restores a clock of its own (pull request 1002), where the kernel has such: timers and time-outs use it. */
function bootClock({ container, source, target }: Facts): Found[] {
  const [here, there] = [source.facts.kernelFacts, target.facts.kernelFacts];
  if (there.hasTimeNamespaces || here.uptimeSeconds === undefined || there.uptimeSeconds === undefined) {
    return [];
  }
  if (there.uptimeSeconds >= here.uptimeSeconds) return [];
  return [
    {
      id: 'boot-clock-behind',
      severity: 'warning',
      host: target.name,
      text: {
        en: `The kernel of ${target.name} cannot keep the container's clock since boot, which would go back: programs in ${container.name} that wait for a time may wait for hours.`,
        zh: `${target.name} 的内核无法保持容器的开机计时，该计时会倒退：${container.name} 中等待定时的程序可能要等上数小时。`,
      },
      measured: { en: 'no time namespaces', zh: '不支持时间命名空间' },
      needed: 'Linux >= 5.6, CONFIG_TIME_NS',
      remedy: { en: 'Restart the container after the move.', zh: '迁移之后重新启动该容器。' },
    },
  ];
}

const english = ['days', 'h', 'min', 's'] as const;
const chinese = ['天', '小时', '分钟', '秒'] as const;
const secondsIn = [86_400, 3600, 60, 1] as const;

/** In the largest unit of which there are two: `3 h`, `90 s`. */
function inWords(ms: number, units: readonly [string, string, string, string]): string {
  const seconds = Math.round(ms / 1000);
  const index = secondsIn.findIndex((unit) => seconds >= unit * 2);
  const at = index < 0 ? 3 : index;
  return `${Math.floor(seconds / (secondsIn[at] ?? 1))} ${units[at] ?? ''}`;
}
