/** Devices, and objects of the kernel's own, that CRIU does not carry. */
import type { Found } from '../check.ts';
import { carriedObjects, carriesDevice, isCarried } from '../criu-support.ts';
import { heldByDumped, nameHolders, type Holding } from '../holders.ts';
import { moveCheck, type Subject } from '../subject.ts';

type Facts = Pick<Subject, 'container' | 'inside' | 'source' | 'target'>;

export const openDevices = moveCheck('open-devices', ['container', 'inside', 'source', 'target'], (facts) => [
  ...devices(facts),
  ...objects(facts),
]);

function devices({ container, inside }: Facts): Found[] {
  const open = heldByDumped(inside, inside.devices).filter(
    ({ kind, major, minor }) => !carriesDevice(kind, major, minor),
  );
  const mapped = heldByDumped(inside, inside.mappings).filter(({ target }) => isMappedDevice(target));
  const holdings = distinct([...open, ...mapped].map(({ process, target }) => ({ process, what: target })));
  if (holdings.length === 0) return [];
  return [
    {
      id: 'device-open',
      severity: 'error',
      text: {
        en: `${container.name} has a device open whose state CRIU cannot carry.`,
        zh: `${container.name} 打开了一个设备，其状态 CRIU 无法迁移。`,
      },
      measured: nameHolders(holdings),
      remedy: {
        en: 'Have the program close the device for the time of the move, or stop it and start it on the target.',
        zh: '迁移期间让程序关闭该设备，或停止程序，在目标主机上重新启动。',
      },
    },
  ];
}

/** Files in memory lie below /dev too, and mapping /dev/zero only makes memory. */
const isMappedDevice = (target: string): boolean =>
  target.startsWith('/dev/') && !/^\/dev\/(shm\/|hugepages\/|mqueue\/|zero\b|null\b)/.test(target);

function objects({ container, inside, source, target }: Facts): Found[] {
  const versions = [source, target].map(({ facts }) => facts.tools.criu?.version);
  const held = [...heldByDumped(inside, inside.files), ...heldByDumped(inside, inside.mappings)];
  const refused = held.flatMap(({ process, target }) => {
    // Newer kernels have a file system for these.
    const [, object] = /^anon_inode:(.+)$/.exec(target.replace(/^pidfd:.*/, 'anon_inode:[pidfd]')) ?? [];
    return object === undefined || isCarried(carriedObjects.get(object), versions)
      ? []
      : [{ process, what: object }];
  });
  const holdings = distinct(refused);
  if (holdings.length === 0) return [];
  const isRing = holdings.every(({ what }) => what === '[io_uring]');
  return [
    {
      id: 'kernel-object',
      severity: 'error',
      text: isRing
        ? {
            en: `${container.name} uses io_uring, which CRIU cannot dump.`,
            zh: `${container.name} 使用了 io_uring，CRIU 无法转储。`,
          }
        : {
            en: `${container.name} uses something of the kernel's that CRIU cannot carry.`,
            zh: `${container.name} 使用了 CRIU 无法迁移的内核对象。`,
          },
      measured: nameHolders(holdings),
      remedy: isRing
        ? {
            en: 'Start the program with io_uring switched off (for instance UV_USE_IO_URING=0 for Node.js).',
            zh: '在关闭 io_uring 的情况下启动程序（例如 Node.js：UV_USE_IO_URING=0）。',
          }
        : {
            en: 'Stop the program that uses it for the time of the move.',
            zh: '迁移期间先停掉使用它的程序。',
          },
    },
  ];
}

function distinct(holdings: readonly Holding[]): Holding[] {
  return [
    ...new Map(holdings.map((holding) => [`${holding.process.pid} ${holding.what}`, holding])).values(),
  ];
}
