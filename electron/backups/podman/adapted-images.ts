/**
 * A checkpoint that was dumped under Docker, as runc restores it under Podman. Seen with CRIU 4.2, runc 1.3 and Podman 5.4; what is
 * adapted is what CRIU's restore log then complained of. Sources of the fields: CRIU's images/mnt.proto, regfile.proto, fdinfo.proto.
 */
import { entriesOf } from '../../checkpoint/images/image.ts';
import {
  bytesField,
  type Field,
  fieldsOf,
  messageOf,
  numberField,
  rewriteEntries,
} from '../../checkpoint/images/rewrite.ts';
import type { StoredCheckpoint } from '../checkpoint/stored-checkpoint.ts';

export interface AdaptedImage {
  readonly name: string;
  readonly bytes: number;
  content(): AsyncIterable<Buffer>;
}

/** Memory comes as it is read; what is changed is small. */
export async function adaptedImages(checkpoint: StoredCheckpoint): Promise<AdaptedImage[]> {
  const adapted: AdaptedImage[] = [];
  for (const { name, bytes } of checkpoint.images) {
    if (isNetwork(name)) continue;
    const adapt = adapterOf(name);
    adapted.push(
      adapt === undefined
        ? { name, bytes, content: () => checkpoint.content(name) }
        : inMemory(name, adapt(await checkpoint.read(name), name)),
    );
  }
  return [...adapted, await networkImage(checkpoint)];
}

function inMemory(name: string, bytes: Buffer): AdaptedImage {
  return {
    name,
    bytes: bytes.length,
    async *content() {
      yield bytes;
    },
  };
}

const isNetwork = (name: string): boolean => /^netns-\d+\.img$/.test(name);

function adapterOf(name: string): ((image: Buffer, name: string) => Buffer) | undefined {
  if (/^mountpoints-\d+\.img$/.test(name)) return adaptMounts;
  if (name === 'files.img') return adaptFiles;
  return undefined;
}

const mount = { flags: 5, sharedId: 10, masterId: 11, externalKey: 18 } as const;
/** From mount(2): it hears of what is mounted on the host below it. */
const slaveFlag = 2 ** 19;

/** Docker's mounts of the host's folders hear of what the host mounts there later; Podman's are private, and CRIU must not want more. */
function adaptMounts(image: Buffer, name: string): Buffer {
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

/** In an entry of files.img; in it, of the file itself. */
const regularFile = 3;
const file = { name: 6, mode: 10 } as const;

/** Podman's containers have a root folder of another mode than Docker's, and processes have it open: CRIU compares. */
function adaptFiles(image: Buffer, name: string): Buffer {
  return rewriteEntries(image, 'files', name, (entry) =>
    entry.map((field) => {
      if (field.number !== regularFile) return field;
      const fields = fieldsOf(field.content, name);
      const isRoot = fields.some(({ number, content }) => number === file.name && content.toString() === '/');
      if (!isRoot) return field;
      return bytesField(regularFile, messageOf(fields.filter(({ number }) => number !== file.mode)));
    }),
  );
}

const ids = { network: 6 } as const;
/** CRIU's magic words of every image, and of this kind. */
const networkMagic = [0x54564319, 0x55933752] as const;
/** The name by which runc hands CRIU the network that the engine has made. */
const networkKey = { field: 8, value: 'extRootNetNS' } as const;

/** Says that the network comes from outside: Docker's checkpoints were dumped without one. */
async function networkImage(checkpoint: StoredCheckpoint): Promise<AdaptedImage> {
  const [first] = entriesOf(await checkpoint.read('ids-1.img'), 'ids', 'ids-1.img');
  const id = first?.required(ids.network, 'its network') ?? 0;
  const message = messageOf([bytesField(networkKey.field, Buffer.from(networkKey.value))]);
  const head = Buffer.alloc(12);
  for (const [index, word] of [...networkMagic, message.length].entries())
    head.writeUInt32LE(word, index * 4);
  return inMemory(`netns-${id}.img`, Buffer.concat([head, message]));
}
