/**
 * An image file of CRIU: its magic words, then entries, each a length of 32 bits and a message. CRIU 3.17 to 4.3 write format 2
 * (inventory: `img_version`), in which a word that all images share comes before that of the kind; the inventory alone has only
 * its own. Format 1 never had it. Sources: CRIU's criu/include/magic.h and criu/image.c.
 */
import { damaged } from './damage.ts';
import { Message } from './message.ts';

const sharedMagic = 0x54564319;
/** In place of it, in files that are not part of a checkpoint. */
const serviceMagic = 0x55105940;

const magics = {
  inventory: 0x58313116,
  processTree: 0x50273030,
  core: 0x55053847,
  ids: 0x54432030,
  memoryMap: 0x57492820,
  pagemap: 0x56084025,
  files: 0x56303138,
  descriptors: 0x56213732,
  places: 0x51403912,
  mounts: 0x55563928,
  replacedPaths: 0x59133954,
  terminals: 0x59453036,
  memoryFiles: 0x48453499,
  statistics: 0x57093306,
} as const;

export type ImageKind = keyof typeof magics;

/** The entries one after the other. Throws 'store-damaged', which names the image, at the first that is none. */
export function* entriesOf(image: Buffer, kind: ImageKind, name: string): Generator<Message> {
  for (let at = firstEntry(image, kind, name); at < image.length; ) {
    const end = entryEnd(image, at, name);
    yield new Message(image.subarray(at + lengthBytes, end), name);
    at = end;
  }
}

/** An entry begins with so many bytes that say how long it is. */
export const lengthBytes = 4;

/** Where the first entry begins. */
export function firstEntry(image: Buffer, kind: ImageKind, name: string): number {
  const [first, second] = [0, 4].map((at) => (at + 4 <= image.length ? image.readUInt32LE(at) : undefined));
  if (first === magics[kind]) return 4;
  if ((first === sharedMagic || first === serviceMagic) && second === magics[kind]) return 8;
  throw damaged(name, { en: 'is not the image that its name says', zh: '与其名称不符' });
}

/** Where the entry that begins there ends. */
export function entryEnd(image: Buffer, at: number, name: string): number {
  const start = at + lengthBytes;
  if (start > image.length)
    throw damaged(name, { en: 'ends within the length of an entry', zh: '在记录长度中间结束' });
  const end = start + image.readUInt32LE(at);
  if (end > image.length) throw damaged(name, { en: 'ends within an entry', zh: '在记录中间结束' });
  return end;
}
