/**
 * The files of one place for a restore point: copied while the container runs, and then made what they were at the pause, from
 * what the host kept at it.
 */
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { asShiplockError, ShiplockError } from '../../../shared/errors.ts';
import { commandOutput } from '../../transfer/command-output.ts';
import type { ChunkId } from '../store/chunks.ts';
import { type AssembledTree, TreeAssembly } from '../tree/assembly.ts';
import { addTar } from '../tree/from-tar.ts';
import { treePath } from '../tree/path.ts';
import { TreeReader } from '../tree/tree-reader.ts';
import { archiveOf, listFiles } from './host-files.ts';
import { addByBlocks, addKeptLarge, asLarge, type LargeFile } from './large-files.ts';
import type { KeptFiles, PlaceRequest } from './place-request.ts';
import { compareFiles } from './unchanged.ts';
import { zeroEnded } from './zero-ended.ts';

/**
 * `base`: the place in the latest restore point; what is damaged of it is fetched again. `since`: seconds of the host's clock
 * from before. What waits for the pause (`restless`) is not in the copy.
 */
export async function copyPlace(
  request: PlaceRequest,
  since: number,
  base: ChunkId | undefined,
): Promise<AssembledTree> {
  try {
    return await copyFrom(request, since, base);
  } catch (thrown) {
    if (base === undefined || asShiplockError(thrown).code !== 'store-damaged') throw thrown;
    return copyFrom(request, since, undefined);
  }
}

async function copyFrom(
  request: PlaceRequest,
  since: number,
  base: ChunkId | undefined,
): Promise<AssembledTree> {
  const { session, place, addition, scratch, signal } = request;
  using tree = new TreeAssembly({ chunks: addition, scratch, base, onlyListed: true });
  const compared = compareFiles(listFiles(session, place.path, signal), {
    base: base && new TreeReader(addition, base),
    addition,
    scratch,
    since,
    stampsTellChanges: place.stampsTellChanges,
  });
  const large: LargeFile[] = [];
  const names = changedNames(request, compared, tree, large);
  await addArchive(request, tree, archiveOf(session, place.path, names, signal));
  const whole: Buffer[] = [];
  for (const file of large) if (!(await addByBlocks(request, tree, file))) whole.push(file.path);
  if (whole.length > 0)
    await addArchive(request, tree, archiveOf(session, place.path, Readable.from(whole), signal));
  return await tree.finish();
}

async function* changedNames(
  { place, restless }: PlaceRequest,
  compared: ReturnType<typeof compareFiles>,
  tree: TreeAssembly,
  large: LargeFile[],
): AsyncGenerator<Buffer> {
  for await (const file of compared) {
    const { path, stamp, isChanged, bytesAlone } = file;
    const mayWait = isChanged && bytesAlone !== undefined && place.kind !== 'file';
    // A name that is not listed is none: should the pause not have kept it, it is missed then.
    if (mayWait && restless?.waits(place.destination, path, bytesAlone)) continue;
    tree.list(path, stamp);
    if (!isChanged) continue;
    const apart = asLarge(file);
    if (apart === undefined) yield path;
    else large.push(apart);
  }
}

/**
 * `copied`: what `copyPlace` gave; `earlier`: the place in the latest restore point, which has a state of what has waited. Throws
 * 'incomplete' when a name was there at the pause of which nothing has come.
 */
export async function completePlace(
  request: PlaceRequest,
  kept: KeptFiles,
  copied: ChunkId,
  earlier: ChunkId | undefined,
): Promise<AssembledTree> {
  const { session, place, addition, scratch, signal } = request;
  using tree = new TreeAssembly({ chunks: addition, scratch, base: copied, onlyListed: true });
  const keptFile = (end: string) =>
    commandOutput({
      session,
      command: [
        'sh',
        '-c',
        'if [ -e "$1" ]; then cat -- "$1"; fi',
        'kept',
        `${kept.folder}/kept-${kept.number}.${end}`,
      ],
      what: { en: `what changed in ${place.path}`, zh: `${place.path} 中的变化` },
      signal,
    });
  // Of a file that was mounted by itself there are no names.
  for await (const record of zeroEnded(keptFile('names'))) {
    // Whoever listens at a socket makes it anew.
    if (record.toString('latin1', 0, 1) !== 's') tree.list(treePath(record.subarray(2)));
  }
  await addKeptArchive(request, tree, keptFile('tar'));
  const known = [copied, earlier].flatMap((root) =>
    root === undefined ? [] : new TreeReader(addition, root),
  );
  await addKeptLarge(request, tree, kept, known);
  await noteWhatStoodStill(request, keptFile('still'));
  const whole = await tree.finish();
  if (whole.missing.count === 0) return whole;
  const text = {
    en: `Not all files of ${place.path} were kept at the pause.`,
    zh: `暂停时没有保存下 ${place.path} 的全部文件。`,
  };
  throw new ShiplockError('incomplete', text, {
    state: { en: 'No restore point was made.', zh: '没有创建还原点。' },
    remedy: {
      en: `Try again; if it happens again, look at the clock and the disk of ${session.host.name}.`,
      zh: `请重试；如果再次发生，请检查 ${session.host.name} 的时钟和磁盘。`,
    },
    details: whole.missing.first.join('\n'),
  });
}

/** What changed, and what had waited; for the takes to come is noted how fast it came. */
async function addKeptArchive(
  request: PlaceRequest,
  tree: TreeAssembly,
  archive: AsyncIterable<Buffer>,
): Promise<void> {
  const { place, onBytes, restless } = request;
  const began = performance.now();
  let bytes = 0;
  const onKeptBytes = (more: number) => {
    bytes += more;
    onBytes(more);
  };
  await addArchive({ ...request, onBytes: onKeptBytes }, tree, archive, (path) =>
    restless?.wasKept(place.destination, path),
  );
  restless?.copied(bytes);
  restless?.fetched(bytes, performance.now() - began);
}

/** For the takes to come: what was kept only because it had waited. */
async function noteWhatStoodStill(
  { place, restless }: PlaceRequest,
  names: AsyncIterable<Buffer>,
): Promise<void> {
  if (restless === undefined || restless.waitingIn(place.destination).length === 0) return;
  for await (const name of zeroEnded(names)) restless.hadNotChanged(place.destination, treePath(name));
}

async function addArchive(
  { place, onBytes, signal }: PlaceRequest,
  tree: TreeAssembly,
  archive: AsyncIterable<Buffer>,
  onMember: (path: Buffer) => void = () => undefined,
): Promise<void> {
  const isFile = place.kind === 'file';
  const root = (path: Buffer) => {
    onMember(path);
    // The tree of a file that was mounted by itself is that file.
    return { tree, path: isFile ? Buffer.alloc(0) : path };
  };
  await addTar(counted(archive, onBytes), root, { signal });
}

async function* counted(
  archive: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of archive) {
    onBytes(chunk.length);
    yield chunk;
  }
}
