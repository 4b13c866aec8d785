/** Whether a host can keep up: full memory, and programs that wait for memory or disk. Full disks: disk-full.ts. */
import { formatBytes } from '../../../shared/units.ts';
import type { BothLanguages, Words } from '../../../shared/words.ts';
import type { Found } from '../check.ts';
import { hostCheck } from '../subject.ts';

/** In percent. Docker and CRIU need some of both; below that things fail in odd ways. */
const least = { swap: 5, memory: 10 } as const;
/** In percent of the last minute. A box that is merely busy is far from that: there, some programs go on. */
const most = { memory: 10, io: 60 } as const;

export const pressure = hostCheck('pressure', ['view', 'role'], ({ view: { name, facts }, role }) => {
  const found: Found[] = [];
  // A source in need is a reason to move; a target in need is one to move elsewhere.
  const severity = role === 'source' ? 'info' : 'warning';
  const tell = (id: string, text: BothLanguages, measured: Words, remedy: BothLanguages) =>
    found.push({ id, severity, host: name, text, measured, remedy });

  const { swapTotalBytes = 0, swapFreeBytes = 0, memTotalBytes, memAvailableBytes } = facts;
  if (
    swapTotalBytes > 0 &&
    percentOf(swapFreeBytes, swapTotalBytes) < least.swap &&
    percentOf(memAvailableBytes, memTotalBytes) < least.memory
  ) {
    tell(
      'swap-full',
      {
        en: `The memory of ${name} is full, and what it swaps to is too.`,
        zh: `${name} 的内存和交换空间都快用完了。`,
      },
      {
        en: `${formatBytes(memAvailableBytes)} of memory, ${formatBytes(swapFreeBytes)} of swap free`,
        zh: `剩余内存 ${formatBytes(memAvailableBytes)}，剩余交换空间 ${formatBytes(swapFreeBytes)}`,
      },
      { en: `Stop something on ${name}.`, zh: `停掉 ${name} 上的一些程序。` },
    );
  }
  const { memory = 0, io = 0 } = facts.kernelFacts.stalledPercent;
  if (memory >= most.memory) {
    tell(
      'memory-pressure',
      {
        en: `On ${name} all programs wait for memory much of the time.`,
        zh: `${name} 上的程序大量时间都在等待内存。`,
      },
      percentWords(memory),
      { en: `Stop something on ${name}.`, zh: `停掉 ${name} 上的一些程序。` },
    );
  }
  if (io >= most.io) {
    tell(
      'disk-pressure',
      {
        en: `On ${name} all programs wait for the disk most of the time; a move would be slow, and slow others down.`,
        zh: `${name} 上的程序大部分时间都在等待磁盘；迁移会很慢，也会拖慢其他程序。`,
      },
      percentWords(io),
      { en: `See what writes so much on ${name}: iotop`, zh: `查看 ${name} 上是什么在大量写盘：iotop` },
    );
  }
  return found;
});

const percentOf = (part: number, whole: number): number => (part / whole) * 100;

const percentWords = (percent: number): Words => ({
  en: `${Math.round(percent)} % of the last minute`,
  zh: `最近一分钟的 ${Math.round(percent)} %`,
});
