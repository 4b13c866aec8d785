/**
 * A checkpoint that was dumped under Docker, as runc restores it under Podman. Seen with CRIU 4.2, runc 1.1 and Podman 5.4: what is
 * adapted is what CRIU's restore log complained of.
 */
import { entriesOf } from '../../checkpoint/images/image.ts';
import {
  bytesField,
  type Field,
  messageOf,
  numberField,
  rewriteEntries,
} from '../../checkpoint/images/rewrite.ts';
import { asStored, type CheckpointImage, inMemory } from '../checkpoint/checkpoint-image.ts';
import type { StoredCheckpoint } from '../checkpoint/stored-checkpoint.ts';
import { withoutRootMode } from './root-folder.ts';

/** Memory comes as it is read; what is changed is small. Throws 'store-damaged'. */
export async function imagesForPodman(checkpoint: StoredCheckpoint): Promise<CheckpointImage[]> {
  const images: CheckpointImage[] = [];
  for (const image of checkpoint.images) {
    const { name } = image;
    if (/^netns-\d+\.img$/.test(name)) continue;
    const adapt = /^mountpoints-\d+\.img$/.test(name)
      ? withPrivateMounts
      : name === 'files.img'
        ? withoutRootMode
        : undefined;
    images.push(
      adapt === undefined
        ? asStored(checkpoint, image)
        : inMemory(name, adapt(await checkpoint.read(name), name)),
    );
  }
  return [...images, await networkImage(checkpoint)];
}

/** Source: CRIU's images/mnt.proto. */
const mount = { flags: 5, sharedId: 10, masterId: 11, externalKey: 18 } as const;
/** From mount(2): it hears of what is mounted on the host below it. */
const slaveFlag = 2 ** 19;

/** Docker's mounts of the host's folders hear of what the host mounts there later; Podman's are private, and CRIU must not want more. */
function withPrivateMounts(image: Buffer, name: string): Buffer {
  return rewriteEntries(image, 'mounts', name, (fields) =>
    fields.some(({ number }) => number === mount.externalKey) ? fields.map(madePrivate) : fields,
  );
}

function madePrivate(field: Field): Field {
  const { number, value } = field;
  if (number === mount.sharedId || number === mount.masterId) return numberField(number, 0);
  const isSlave = number === mount.flags && Math.floor(value / slaveFlag) % 2 === 1;
  return isSlave ? numberField(number, value - slaveFlag) : field;
}

/** Source: CRIU's images/core.proto. */
const ids = { network: 6 } as const;
/** CRIU's magic words of every image, and of this kind: criu/include/magic.h. */
const networkMagic = [0x54564319, 0x55933752] as const;
/** The name by which runc hands CRIU the network that the engine has made. Source: CRIU's images/netdev.proto. */
const networkKey = { field: 8, value: 'extRootNetNS' } as const;

/** Says that the network comes from outside: Docker's checkpoints were dumped without one. */
async function networkImage(checkpoint: StoredCheckpoint): Promise<CheckpointImage> {
  const [first] = entriesOf(await checkpoint.read('ids-1.img'), 'ids', 'ids-1.img');
  const id = first?.required(ids.network, { en: 'its network', zh: '其网络' }) ?? 0;
  const message = messageOf([bytesField(networkKey.field, Buffer.from(networkKey.value))]);
  const head = Buffer.alloc(12);
  for (const [index, word] of [...networkMagic, message.length].entries())
    head.writeUInt32LE(word, index * 4);
  return inMemory(`netns-${id}.img`, Buffer.concat([head, message]));
}
