/** Disks without room for what containers write, or for the files of another one. */
import { formatBytes } from '../../../shared/units.ts';
import type { FileSystem } from '../../hosts/condition/file-systems.ts';
import type { Found } from '../check.ts';
import { severityOf } from '../failing.ts';
import { hostCheck } from '../subject.ts';

/** Less than this is none: a log line more, and programs begin to fail. */
const leastBytes = 16 * 1024 * 1024;
const mostInodesUsed = 0.99;
/** Filled by the system alone, and on purpose. */
const forTheSystem = /^\/(boot|efi)(\/|$)/;

export const diskFull = hostCheck(
  'disk-full',
  ['role', 'name', 'condition'],
  ({ role, name, condition: { fileSystems } }) => {
    const known = new Set<string>();
    return fileSystems.flatMap((each): Found[] => {
      const said = fullness(each);
      // The same one mounted in several places, or below an overlay.
      const same = `${each.sizeBytes} ${each.availableBytes}`;
      if (said === undefined || each.isReadOnly || known.has(same)) return [];
      known.add(same);
      return [
        {
          id: 'disk-full',
          severity: severityOf(role, 'warning'),
          host: name,
          text: {
            en: `A disk of ${name} is full. What containers write there is lost until there is room again.`,
            zh: `${name} 的磁盘已满。在腾出空间之前，容器写到那里的数据都会丢失。`,
          },
          measured: `${each.place}: ${said}`,
          remedy: {
            en: `Free space on ${name}, for instance: docker system prune; journalctl --vacuum-size=50M`,
            zh: `在 ${name} 上清理空间，例如：docker system prune；journalctl --vacuum-size=50M`,
          },
        },
      ];
    });
  },
);

function fullness({ place, availableBytes, sizeBytes, inodesUsed }: FileSystem): string | undefined {
  if (forTheSystem.test(place)) return undefined;
  // What is small by nature, a place for notes in memory for instance, is not meant for data.
  if (sizeBytes === undefined || sizeBytes < leastBytes * 4) return undefined;
  if (availableBytes !== undefined && availableBytes < leastBytes)
    return `${formatBytes(availableBytes)} free`;
  if (inodesUsed !== undefined && inodesUsed > mostInodesUsed)
    return `${Math.floor(inodesUsed * 100)} % of inodes used`;
  return undefined;
}
