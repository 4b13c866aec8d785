/**
 * Large files of a place, apart from its archive: while the container runs, those of which the store has an earlier state; at the
 * pause, all that the host kept by themselves.
 */
import { readFileSync } from 'node:fs';
import { asShiplockError } from '../../../shared/errors.ts';
import type { Words } from '../../../shared/words.ts';
import { commandOutput } from '../../transfer/command-output.ts';
import type { Entry } from '../tree/entry.ts';
import type { TreeAssembly } from '../tree/assembly.ts';
import type { BlockedFile } from '../tree/blocks.ts';
import { entryOf, writeContent } from '../tree/from-tar.ts';
import { treePath } from '../tree/path.ts';
import { readTar, type TarMember } from '../tree/tar-reader.ts';
import type { TreeReader } from '../tree/tree-reader.ts';
import { fetchChangedBlocks } from './changed-blocks.ts';
import type { KeptFiles, PlaceRequest } from './place-request.ts';
import type { ComparedFile } from './unchanged.ts';
import { zeroEnded } from './zero-ended.ts';

const headScript = readFileSync(new URL('./send-head.sh', import.meta.url), 'utf8');

/** A file of more bytes is large: sending it takes longer than three questions about it do. */
export const largeBytes = 4 * 1024 * 1024;

export interface LargeFile {
  readonly path: Buffer;
  readonly bytes: number;
  readonly earlier: BlockedFile;
}

/** Undefined for a file that is to come with the others. */
export function asLarge({ path, bytesAlone: bytes, earlier }: ComparedFile): LargeFile | undefined {
  const known = blocksKnown(earlier);
  // Of several names of one file, the archive says that they are; a name that is no text cannot be a command's argument.
  if (known === undefined || bytes === undefined || bytes <= largeBytes || path.length === 0)
    return undefined;
  return Buffer.from(path.toString()).equals(path) ? { path, bytes, earlier: known } : undefined;
}

const blocksKnown = (earlier: Entry | undefined): BlockedFile | undefined =>
  earlier?.kind === 'file' && earlier.content.in === 'chunks' && !earlier.content.sparse
    ? { bytes: earlier.bytes, content: earlier.content }
    : undefined;

/** False when it is to be fetched whole, with the others: also when it changed or vanished just now. */
export async function addByBlocks(
  request: PlaceRequest,
  tree: TreeAssembly,
  { path, bytes, earlier }: LargeFile,
): Promise<boolean> {
  const { place, session, addition, passing, onBytes, signal } = request;
  const what = `${place.path}/${path}`;
  try {
    const command = ['sh', '-c', headScript, 'send-head', place.path, path.toString()];
    const head = await firstMember(output(request, command, what), async (member) => member);
    if (head.kind !== 'file' || head.sparse || head.bytes !== bytes) return false;
    const file = { session, path: what, bytes, what };
    const content = await fetchChangedBlocks({ file, earlier, addition, passing, onBytes, signal });
    if (content === undefined) return false;
    tree.add(path, entryOf(head, path, head.target, content));
    return true;
  } catch (thrown) {
    if (!['command-failed', 'transfer-failed', 'incomplete'].includes(asShiplockError(thrown).code))
      throw thrown;
    return false;
  }
}

/** `known`: earlier states of the place, the latest first: of a file that one of them has, only changed blocks are fetched. */
export async function addKeptLarge(
  request: PlaceRequest,
  tree: TreeAssembly,
  { folder, number }: KeptFiles,
  known: readonly TreeReader[],
): Promise<void> {
  const list = `${folder}/kept-${number}.large`;
  const script = 'if [ -e "$1" ]; then cat -- "$1"; fi';
  const listed = output(request, ['sh', '-c', script, 'kept', list], {
    en: `what changed in ${request.place.path}`,
    zh: `${request.place.path} 中的变化`,
  });
  for await (const record of zeroEnded(listed)) {
    const [, kind, inode, name = ''] = /^(clone|copy) (\d+) (.*)$/s.exec(record.toString('latin1')) ?? [];
    if (kind === undefined) throw new SyntaxError('a kept file is told of in other words');
    const path = treePath(Buffer.from(name, 'latin1'));
    const copy =
      kind === 'clone' ? `${request.clones}/${number}-${inode}` : `${folder}/kept-${number}-${inode}.copy`;
    const what = `${request.place.path}/${path}`;
    const head = `${folder}/kept-${number}-${inode}.head`;
    const member = await firstMember(output(request, ['cat', '--', head], what), async (found) => found);
    const content =
      (await changedBlocksOf(request, known, path, member, copy)) ?? (await wholeOf(request, copy, what));
    tree.add(path, entryOf(member, path, member.target, content));
    noteKept(request, path, member, kind === 'clone');
  }
}

/** For the takes to come. */
function noteKept(
  { place, restless }: PlaceRequest,
  path: Buffer,
  { bytes, sparse }: TarMember,
  isCloned: boolean,
): void {
  restless?.wasKept(place.destination, path, isCloned);
  // How much of a file with holes was copied is not known.
  if (!isCloned && !sparse) restless?.copied(bytes);
}

async function changedBlocksOf(
  { session, addition, passing, onBytes, signal }: PlaceRequest,
  known: readonly TreeReader[],
  treePathOfFile: Buffer,
  member: TarMember,
  path: string,
): Promise<BlockedFile | undefined> {
  if (member.sparse) return undefined;
  try {
    const earlier = await latestIn(known, treePathOfFile);
    if (earlier === undefined) return undefined;
    const file = { session, path, bytes: member.bytes, what: path };
    return await fetchChangedBlocks({ file, earlier, addition, passing, onBytes, signal });
  } catch (thrown) {
    if (asShiplockError(thrown).code !== 'store-damaged') throw thrown;
    return undefined;
  }
}

async function latestIn(known: readonly TreeReader[], path: Buffer): Promise<BlockedFile | undefined> {
  for (const tree of known) {
    const earlier = blocksKnown(await tree.find(path));
    if (earlier !== undefined) return earlier;
  }
  return undefined;
}

/** As an archive: it knows of holes. */
function wholeOf(request: PlaceRequest, path: string, what: string): Promise<BlockedFile> {
  const { addition, signal } = request;
  const archive = ['tar', '--create', '--file=-', '--format=posix', '--sparse'];
  const command = [...archive, '--absolute-names', '--', path];
  return firstMember(output(request, command, what), (member) =>
    writeContent(addition, member, undefined, signal),
  );
}

async function firstMember<Result>(
  archive: AsyncIterable<Buffer>,
  use: (member: TarMember) => Promise<Result>,
): Promise<Result> {
  for await (const member of readTar(archive)) return await use(member);
  throw new SyntaxError('an archive of a file with nothing in it');
}

async function* output(
  { session, onBytes, signal }: PlaceRequest,
  command: readonly string[],
  what: Words,
): AsyncGenerator<Buffer> {
  for await (const chunk of commandOutput({ session, command, what, signal })) {
    onBytes(chunk.length);
    yield chunk;
  }
}
