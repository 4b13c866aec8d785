/**
 * The files of one place for a restore point: copied while the container runs, and then made what they were at the pause, from
 * what the host kept at it.
 */
import { performance } from 'node:perf_hooks';
import { asShiplockError, ShiplockError } from '../../../shared/errors.ts';
import type { Session } from '../../hosts/session.ts';
import { commandOutput } from '../../transfer/command-output.ts';
import type { Addition } from '../store/addition.ts';
import type { ChunkId } from '../store/chunks.ts';
import { type AssembledTree, TreeAssembly } from '../tree/assembly.ts';
import { addTar } from '../tree/from-tar.ts';
import { treePath } from '../tree/path.ts';
import { TreeReader } from '../tree/tree-reader.ts';
import { archiveOf, listFiles } from './host-files.ts';
import type { HostPlace } from './places.ts';
import type { RestlessFiles } from './restless.ts';
import { compareFiles } from './unchanged.ts';
import { zeroEnded } from './zero-ended.ts';

export interface PlaceRequest {
  readonly session: Session;
  readonly place: HostPlace;
  readonly addition: Addition;
  /** A folder of the laptop for passing files. */
  readonly scratch: string;
  /** Files that may wait for the pause; for a container that does not run there is none. */
  readonly restless?: RestlessFiles | undefined;
  /** Counts what came over the wire. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

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
  await addArchive(
    request,
    tree,
    archiveOf(session, place.path, changedNames(request, compared, tree), signal),
  );
  return await tree.finish();
}

async function* changedNames(
  { place, restless }: PlaceRequest,
  compared: ReturnType<typeof compareFiles>,
  tree: TreeAssembly,
): AsyncGenerator<Buffer> {
  for await (const { path, stamp, isChanged, bytesAlone } of compared) {
    const mayWait = isChanged && bytesAlone !== undefined && place.kind !== 'file';
    // A name that is not listed is none: should the pause not have kept it, it is missed then.
    if (mayWait && restless?.waits(place.destination, path, bytesAlone)) continue;
    tree.list(path, stamp);
    if (isChanged) yield path;
  }
}

/**
 * `folder`: with what the host kept at the pause; `number`: of this place in it. `copied`: what `copyPlace` gave. Throws
 * 'incomplete' when a name was there at the pause of which nothing has come.
 */
export async function completePlace(
  request: PlaceRequest,
  folder: string,
  number: number,
  copied: ChunkId,
): Promise<AssembledTree> {
  const { session, place, addition, scratch, signal } = request;
  using tree = new TreeAssembly({ chunks: addition, scratch, base: copied, onlyListed: true });
  const kept = (end: string) =>
    commandOutput({
      session,
      command: [
        'sh',
        '-c',
        'if [ -e "$1" ]; then cat -- "$1"; fi',
        'kept',
        `${folder}/kept-${number}.${end}`,
      ],
      what: `what changed in ${place.path}`,
      signal,
    });
  // Of a file that was mounted by itself there are no names.
  for await (const record of zeroEnded(kept('names'))) {
    // Whoever listens at a socket makes it anew.
    if (record.toString('latin1', 0, 1) !== 's') tree.list(treePath(record.subarray(2)));
  }
  await addKept(request, tree, kept);
  const whole = await tree.finish();
  if (whole.missing.count === 0) return whole;
  throw new ShiplockError('incomplete', `Not all files of ${place.path} were kept at the pause.`, {
    state: 'No restore point was made.',
    remedy: `Try again; if it happens again, look at the clock and the disk of ${session.host.name}.`,
    details: whole.missing.first.join('\n'),
  });
}

/** What changed, and what had waited; for the takes to come is noted which is which, and how fast it came. */
async function addKept(
  request: PlaceRequest,
  tree: TreeAssembly,
  kept: (end: string) => AsyncIterable<Buffer>,
): Promise<void> {
  const { place, onBytes, restless } = request;
  const began = performance.now();
  let bytes = 0;
  const onKeptBytes = (more: number) => {
    bytes += more;
    onBytes(more);
  };
  await addArchive({ ...request, onBytes: onKeptBytes }, tree, kept('tar'), (path) =>
    restless?.wasKept(place.destination, path),
  );
  restless?.fetched(bytes, performance.now() - began);
  if (restless === undefined || restless.waitingIn(place.destination).length === 0) return;
  for await (const name of zeroEnded(kept('still')))
    restless.hadNotChanged(place.destination, treePath(name));
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
