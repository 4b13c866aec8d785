/**
 * A checkpoint that was dumped under Podman, as Shiplock's runtime restores it under Docker. Seen with CRIU 4.2, runc 1.1, Podman 5.4
 * and Docker 26.
 */
import { gzipSync } from 'node:zlib';
import { ShiplockError } from '../../../shared/errors.ts';
import { type Field, rewriteEntries } from '../../checkpoint/images/rewrite.ts';
import { asStored, type CheckpointImage, inMemory } from '../checkpoint/checkpoint-image.ts';
import type { StoredCheckpoint } from '../checkpoint/stored-checkpoint.ts';
import type { Place } from '../restore-point.ts';
import { sharedMemory } from './archive-contents.ts';
import { withoutRootMode } from './root-folder.ts';

/** More than this of shared memory is not held in the laptop's: Docker gives a container 64 MB unless it is told otherwise. */
const maxSharedBytes = 128 * 1024 * 1024;

/**
 * `places`: what Docker mounts into it. Memory comes as it is read. Throws 'store-damaged', and 'usage' for a container with very much in
 * its shared memory.
 */
export async function imagesForDocker(
  checkpoint: StoredCheckpoint,
  places: readonly Place[],
): Promise<CheckpointImage[]> {
  const mounted = new Set([...engineFiles, ...places.map(({ destination }) => destination)]);
  const images: CheckpointImage[] = [];
  for (const image of checkpoint.images) {
    const { name } = image;
    // Docker's runtime makes the network anew; the shared memory goes where CRIU looks for it.
    if (/^netns-\d+\.img$/.test(name) || name === sharedMemory) continue;
    if (/^mountpoints-\d+\.img$/.test(name)) {
      const adapted = withDockersMounts(await checkpoint.read(name), name, mounted);
      images.push(inMemory(name, adapted.image));
      for (const device of adapted.sharedMemory) images.push(await sharedMemoryImage(checkpoint, device));
    } else if (name === 'files.img')
      images.push(inMemory(name, withoutRootMode(await checkpoint.read(name), name)));
    else images.push(asStored(checkpoint, image));
  }
  return images;
}

/** Both engines mount these into every container. */
const engineFiles = ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf'];
const sharedMemoryPath = '/dev/shm';

/** Source: CRIU's images/mnt.proto. */
const mount = { device: 3, isExternal: 13, externalKey: 18 } as const;

/** Under Docker the shared memory is the container's own; of Podman's other files from outside, Docker has none. */
function withDockersMounts(
  image: Buffer,
  name: string,
  mounted: ReadonlySet<string>,
): { image: Buffer; sharedMemory: number[] } {
  const found: number[] = [];
  const adapted = rewriteEntries(image, 'mounts', name, (fields) => {
    const key = fields.find(({ number }) => number === mount.externalKey)?.content.toString();
    if (key === undefined || mounted.has(key)) return fields;
    if (key !== sharedMemoryPath) return undefined;
    found.push(fields.find(({ number }) => number === mount.device)?.value ?? 0);
    const ofOutside: readonly number[] = [mount.isExternal, mount.externalKey];
    return fields.filter(({ number }: Field) => !ofOutside.includes(number));
  });
  return { image: adapted, sharedMemory: found };
}

/** CRIU keeps what is in such a file system as a compressed archive without a head of its own. */
async function sharedMemoryImage(checkpoint: StoredCheckpoint, device: number): Promise<CheckpointImage> {
  const bytes = (await checkpoint.size(sharedMemory)) ?? 0;
  if (bytes > maxSharedBytes)
    throw new ShiplockError(
      'usage',
      {
        en: 'The container has too much in its shared memory for Docker.',
        zh: '容器共享内存中的内容过多，Docker 无法恢复。',
      },
      {
        remedy: {
          en: 'Restore its files (--files-only), or bring it back to Podman: shiplock export',
          zh: '请只还原其文件（--files-only），或带回 Podman：shiplock export',
        },
      },
    );
  const archive = bytes === 0 ? Buffer.alloc(1024) : await checkpoint.read(sharedMemory);
  return inMemory(`tmpfs-dev-${device}.tar.gz.img`, gzipSync(archive));
}
