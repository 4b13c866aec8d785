/** What the target's file systems can hold of the files that are copied to them. */
import type { Found } from '../check.ts';
import type { MountView } from '../subject.ts';
import { moveCheck } from '../subject.ts';

/** They know no owners, modes, links or extended attributes as Linux has them, and no names that differ in case alone. */
const foreign = /^(vfat|msdos|exfat|ntfs3?|fuseblk|fuse\.(ntfs.*|exfat.*)|hfs(plus)?|udf)$/;
/** Nothing can be written to them. */
const unwritable = /^(iso9660|squashfs|erofs|cramfs|romfs)$/;
const inMemory = /^(tmpfs|ramfs)$/;

export const fileSystems = moveCheck('file systems', ['mounts', 'target'], ({ mounts, target }) =>
  mounts
    .filter(({ treatment }) => treatment === 'copy')
    .flatMap((view): Found[] => {
      const { onSource, onTarget } = view;
      const measured = `${placeOf(view)}: ${onTarget.fileSystem}`;
      if (unwritable.test(onTarget.fileSystem)) {
        return [
          {
            id: 'file-system-unwritable',
            severity: 'error',
            host: target.name,
            text: {
              en: `${placeOf(view)} lies on a file system of ${target.name} that cannot be written to.`,
              zh: `${placeOf(view)} 位于 ${target.name} 上无法写入的文件系统中。`,
            },
            measured,
            remedy: { en: 'Mount another one there.', zh: '请在该处挂载其他文件系统。' },
          },
        ];
      }
      if (foreign.test(onTarget.fileSystem) && onTarget.fileSystem !== onSource.fileSystem) {
        return [
          {
            id: 'file-system-foreign',
            severity: 'error',
            host: target.name,
            text: {
              en: `The file system of ${target.name} at ${placeOf(view)} cannot keep owners, rights and links of the files.`,
              zh: `${target.name} 上 ${placeOf(view)} 所在的文件系统无法保留文件的属主、权限和链接。`,
            },
            measured,
            needed: onSource.fileSystem,
            remedy: {
              en: 'Mount a Linux file system there, ext4 for instance.',
              zh: '请在该处挂载 Linux 文件系统，例如 ext4。',
            },
          },
        ];
      }
      return inMemory.test(onTarget.fileSystem) && !inMemory.test(onSource.fileSystem)
        ? [
            {
              id: 'file-system-in-memory',
              severity: 'warning',
              host: target.name,
              text: {
                en: `On ${target.name}, ${placeOf(view)} lies in memory: its files are lost when ${target.name} is switched off.`,
                zh: `在 ${target.name} 上，${placeOf(view)} 位于内存中：关机后其中的文件会丢失。`,
              },
              measured,
              needed: onSource.fileSystem,
              remedy: { en: 'Mount a disk there.', zh: '请在该处挂载磁盘。' },
            },
          ]
        : [];
    }),
);

const placeOf = ({ mount }: MountView): string => mount.source || mount.destination;
