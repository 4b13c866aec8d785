/** Room on the target for what will arrive, on its disk and in its memory. */
import type { Found } from '../../../preflight/check.ts';
import { diskTooSmall, memoryTooSmall } from '../../../preflight/checks/space.ts';
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
    if (available !== undefined && available < needed)
      found.push(diskTooSmall(target.name, available, needed));
    if (memAvailableBytes < memory) found.push(memoryTooSmall(target.name, memAvailableBytes, memory));
    return found;
  },
);
