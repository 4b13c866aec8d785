/** What is in an archive of Podman's beside the description: read once, each part into the store as it comes. */
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';
import type { FileTree } from '../browse/file-tree.ts';
import type { StoredPiece } from '../checkpoint/pieces.ts';
import { writeCheckpoint } from '../checkpoint/stored-checkpoint.ts';
import { parsed } from '../images/oci-image.ts';
import { inPieces } from '../images/pieces.ts';
import type { Place } from '../restore-point.ts';
import type { Addition } from '../store/addition.ts';
import { type ChunkId, maxChunkBytes } from '../store/chunks.ts';
import { digestOf } from '../take/host-blocks.ts';
import { TreeAssembly } from '../tree/assembly.ts';
import { addTar } from '../tree/from-tar.ts';
import { allOf, entriesIn, type ReadEntry } from './archive-reader.ts';
import { DiffTree } from './diff-tree.ts';
import { dockerVolume } from './podman-dumps.ts';

/** The container's shared memory, a file beside the checkpoint in the archive, is kept among its images. */
export const sharedMemory = 'devshm-checkpoint.tar';

export interface ContentsRequest {
  readonly file: string;
  readonly addition: Addition;
  readonly scratch: string;
  /** Of the image, the last first. */
  readonly layers: readonly FileTree[];
  readonly volumes: readonly { readonly volumeName: string; readonly dest: string }[];
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

export interface ArchiveContents {
  /** The RW layer first. */
  readonly places: readonly Place[];
  readonly checkpoint: { readonly root: ChunkId; readonly bytes: number };
  readonly log: string;
  readonly network: unknown;
}

/** Throws 'incomplete' for an archive without a checkpoint, or without a volume that it says it has. */
export async function readContents(request: ContentsRequest): Promise<ArchiveContents> {
  const { file, addition, scratch, layers, volumes, onBytes, signal } = request;
  using assembly = new TreeAssembly({ chunks: addition, scratch });
  const changed = new DiffTree(assembly, layers);
  const images: HeldImage[] = [];
  const trees = new Map<string, Pick<Place, 'root' | 'files' | 'bytes'>>();
  let log = '';
  let network: unknown = {};
  for await (const entry of entriesIn(file, { onBytes, signal })) {
    const [, image] = /^checkpoint\/([^/]+)$/.exec(entry.name) ?? [];
    const [, volume] = /^volumes\/([^/]+)\.tar$/.exec(entry.name) ?? [];
    if (image !== undefined) images.push(await storeImage(image, entry, addition));
    else if (entry.name === sharedMemory) images.push(await storeImage(sharedMemory, entry, addition));
    else if (volume !== undefined) trees.set(volume, await storeVolume(entry, request));
    else if (entry.name === 'rootfs-diff.tar') await changed.add(entry.content, signal);
    else if (entry.name === 'deleted.files') for (const path of await deletedIn(entry)) changed.remove(path);
    else if (entry.name === 'network.status') network = parsed(await allOf(entry));
    else if (entry.name === 'ctr.log') log = await lastLines(entry);
  }
  if (!images.some(({ name }) => name === 'inventory.img')) throw missing(file, noCheckpoint, withCheckpoint);
  const { root, files, bytes } = await changed.finish(signal);
  const places: Place[] = [{ kind: 'rw-layer', destination: '/', path: '/', root, files, bytes }];
  for (const { volumeName: name, dest: destination } of volumes) {
    const tree = trees.get(name);
    if (tree === undefined) throw missing(file, noVolume(name), withVolumes);
    places.push({ kind: 'volume', name, destination, path: dockerVolume(name), ...tree });
  }
  const size = images.flatMap(({ pieces }) => pieces).reduce((sum, { length }) => sum + length, 0);
  const checkpoint = { root: await writeCheckpoint(addition, images), bytes: size };
  return { places, checkpoint, log, network };
}

interface HeldImage {
  readonly name: string;
  readonly pieces: readonly StoredPiece[];
}

async function storeImage(name: string, { content }: ReadEntry, addition: Addition): Promise<HeldImage> {
  const pieces: StoredPiece[] = [];
  for await (const piece of inPieces(content, maxChunkBytes))
    pieces.push({ id: await addition.write(piece), length: piece.length, digest: digestOf(piece) });
  return { name, pieces };
}

async function storeVolume(
  { content }: ReadEntry,
  { addition, scratch, signal }: ContentsRequest,
): Promise<Pick<Place, 'root' | 'files' | 'bytes'>> {
  using assembly = new TreeAssembly({ chunks: addition, scratch });
  await addTar(content, assembly, { signal });
  const { root, files, bytes } = await assembly.finish(signal);
  return { root, files, bytes };
}

async function deletedIn(entry: ReadEntry): Promise<string[]> {
  return z
    .array(z.string())
    .catch([])
    .parse(parsed(await allOf(entry)));
}

const keptLogBytes = 64 * 1024;

/** Podman's `k8s-file`: a time, the stream and a mark before each line. Its end is enough. */
async function lastLines({ content }: ReadEntry): Promise<string> {
  let kept = Buffer.alloc(0);
  for await (const piece of content) kept = Buffer.concat([kept, piece]).subarray(-keptLogBytes);
  return kept.toString('utf8').replaceAll(/^\S+ std(?:out|err) [FP] /gm, '');
}

const noCheckpoint = { en: 'no checkpoint', zh: '检查点' };
const withCheckpoint = {
  en: 'podman container checkpoint --export makes one with memory',
  zh: '用 podman container checkpoint --export 生成的归档含有内存',
};
const noVolume = (name: string): BothLanguages => ({ en: `not the volume ${name}`, zh: `数据卷 ${name}` });
const withVolumes = {
  en: 'leave out --ignore-volumes when it is made',
  zh: '生成时不要使用 --ignore-volumes',
};

function missing(file: string, what: BothLanguages, how: BothLanguages): ShiplockError {
  const text = { en: `${file} has ${what.en} in it.`, zh: `${file} 中没有${what.zh}。` };
  return new ShiplockError('incomplete', text, {
    state: { en: 'Nothing was taken in.', zh: '未导入任何内容。' },
    remedy: { en: `Make it again: ${how.en}.`, zh: `请重新生成：${how.zh}。` },
  });
}
