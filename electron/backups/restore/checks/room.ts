/** Room on the target for what will arrive, on its disk and in its memory. */
import type { Found } from '../../../preflight/check.ts';
import { formatBytes } from '../../../../shared/units.ts';
import { restoreCheck } from '../restore-subject.ts';

/** For the engine's own files and what the container writes meanwhile. */
const spareBytes = 64 * 1024 * 1024;

export const room = restoreCheck(
  'space',
  ['image', 'description', 'target', 'wantsMemory'],
  ({ image, description, target, wantsMemory }): Found[] => {
    const { space, memAvailableBytes } = target.facts;
    const memory = wantsMemory ? (description.checkpoint?.bytes ?? 0) : 0;
    // The checkpoint lies in memory if it fits there twice, and otherwise on the disk: see migration/workspace.sh.
    const checkpoint = memAvailableBytes > memory * 2 + spareBytes * 4 ? 0 : memory;
    const needed = description.places.reduce(
      (sum, { bytes }) => sum + bytes,
      image.bytes + checkpoint + spareBytes,
    );
    const available = space.dockerRoot?.availableBytes;
    const found: Found[] = [];
    if (available !== undefined && available < needed) {
      found.push({
        id: 'disk-too-small',
        severity: 'error',
        host: target.name,
        text: {
          en: `The disk of ${target.name} has no room for the container.`,
          zh: `${target.name} 的磁盘空间不足以容纳该容器。`,
        },
        measured: formatBytes(available),
        needed: formatBytes(needed),
        remedy: {
          en: `Free space on ${target.name}: docker system prune`,
          zh: `在 ${target.name} 上清理空间：docker system prune`,
        },
      });
    }
    if (memAvailableBytes < memory) {
      found.push({
        id: 'memory-too-small',
        severity: 'error',
        host: target.name,
        text: {
          en: `${target.name} has too little free memory for the container.`,
          zh: `${target.name} 的空闲内存不足以运行该容器。`,
        },
        measured: formatBytes(memAvailableBytes),
        needed: formatBytes(memory),
        remedy: { en: `Stop something on ${target.name}.`, zh: `停掉 ${target.name} 上的一些程序。` },
      });
    }
    return found;
  },
);
