/** Mounts in the container that are not in its description: made inside, or brought in by a mount above them. */
import type { MountPoint } from '../../checkpoint/inside-mounts.ts';
import { carriedFileSystems } from '../criu-support.ts';
import { moveCheck } from '../subject.ts';

export const innerMounts = moveCheck('inner-mounts', ['container', 'inside'], ({ container, inside }) => {
  const refused = inside.mounts.filter((mount) => !mount.isDescribed && isRefused(mount, inside.mounts));
  if (refused.length === 0) return [];
  const named = refused
    .slice(0, 6)
    .map(({ path, fileSystem }) => `${path} (${fileSystem})`)
    .join(', ');
  return [
    {
      id: 'mount-inside',
      severity: 'error',
      text: {
        en: `${container.name} has mounts that CRIU cannot make again elsewhere: they were made inside it, or lie below one of its bind mounts.`,
        zh: `${container.name} 中有 CRIU 无法在别处重建的挂载：它们是在容器内挂载的，或位于某个绑定挂载之下。`,
      },
      measured: named,
      needed: {
        en: "only mounts of the container's own description",
        zh: '只有容器自身配置中的挂载',
      },
      remedy: {
        en: 'Unmount them, or make the container again with each of them as a mount of its own (--volume).',
        zh: '卸载它们，或重新创建容器，把每一个都作为单独的挂载（--volume）写明。',
      },
    },
  ];
});

/**
 * All measured: a file system that CRIU does not know (ramfs: "unsupported", FUSE, a disk below a bind mount: "doesn't have a
 * proper root mount"), an overlay (refused by the restore, for the folders that it is made of), and one that came through
 * propagation ("has unreachable sharing"). A tmpfs goes with its contents; what the container has bound from within is bound again.
 */
function isRefused(mount: MountPoint, all: readonly MountPoint[]): boolean {
  if (isBoundFromWithin(mount, all)) return false;
  if (mount.master !== undefined && !all.some(({ shared }) => shared === mount.master)) return true;
  return !carriedFileSystems.has(mount.fileSystem) || (mount.root !== '/' && mount.fileSystem !== 'cgroup');
}

function isBoundFromWithin({ device, root }: MountPoint, all: readonly MountPoint[]): boolean {
  return all.some(
    (other) =>
      other.isDescribed && other.device === device && (other.root === '/' || isBelow(root, other.root)),
  );
}

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
