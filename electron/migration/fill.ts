/**
 * Before the first round, what a restore point on the laptop has of the container is laid where the round will write, so that
 * the source sends only what differs.
 *
 * None of it is believed. A file of the restore point may have the size and the time stamp of the source's and yet be another:
 * stamps can be set, and days may have passed. So the round that meets it compares it by content (rsync's --checksum: both
 * hosts read it, a checksum goes over the link), and memory is compared and proved in any case. When the round is over each copy is
 * what the source read in that round, with the stamp that the source gave before it was read: as if it had been sent. From
 * then on the rules of `comparable-copies.ts` hold. Hard links are not laid, since in place they would tie files together.
 *
 * What is laid lies in places that earlier steps made and take away. What goes wrong here costs what it could have saved.
 */
import { readFileSync } from 'node:fs';
import { asShiplockError } from '../../shared/errors.ts';
import type { FromStoreCargo } from '../../shared/model.ts';
import { en, type Words, zh } from '../../shared/words.ts';
import { thoroughMs } from '../hosts/limits.ts';
import { unpack } from '../transfer/unpack.ts';
import { comparingPays, fillingPays, memoryRoundPays } from './estimate.ts';
import { imagesOnTarget } from './memory.ts';
import type { Move } from './move.ts';
import type { Parcel } from './parcels.ts';
import type { Prestored, StoredPart } from './prestored.ts';
import { routeRate } from './route-rate.ts';
import { isFromStore } from './stored-copies.ts';
import { roomIn } from './workspace.ts';

const singleNamesScript = readFileSync(new URL('./single-names.sh', import.meta.url), 'utf8');

/** Over a link that is lost again and again, the source's own rounds get on in smaller steps. */
const mostAttempts = 3;

/**
 * Does nothing once a round was begun. Throws only the signal's reason, and when the link is lost; anything else that goes
 * wrong is told as a remark, and the source sends everything.
 */
export async function fillFromStore(move: Move, parcels: readonly Parcel[]): Promise<void> {
  const { since, fillAttempts = 0 } = move.recall('rounds');
  const { findPrestored } = move;
  if (since !== undefined || findPrestored === undefined) return;
  if (fillAttempts < mostAttempts) {
    move.note('rounds', { fillAttempts: fillAttempts + 1 });
    await unlessItFails(move, () => fill(move, findPrestored(), parcels));
  }
  const folders = parcels.map(({ to }) => to).filter((to) => isFromStore(move, to));
  if (folders.length === 0) return;
  const options = { signal: move.signal, timeoutMs: thoroughMs };
  await move.target.session.script('single-names', singleNamesScript, folders, options);
}

async function fill(
  move: Move,
  finding: Promise<Prestored | undefined>,
  parcels: readonly Parcel[],
): Promise<void> {
  using prestored = await finding;
  if (prestored === undefined) return;
  const { session } = move.target;
  const hasZstd = await session.exec(['sh', '-c', 'command -v zstd'], { allowFailure: true });
  const filling = { move, prestored, mayCompress: hasZstd.status === 0 };
  for (const { destination, isNew, isFile, cargo, to, what } of parcels) {
    const stored = destination === undefined || isFile ? undefined : prestored.folder(destination);
    // What the target had before is compared as it is; what it has by now of this move is an image's own files.
    if (stored === undefined || !isNew || to === '') continue;
    if (fillingPays(stored.bytes, move.plan.shown.bytes[cargo]))
      await lay(filling, { stored, cargo: 'files', path: to, what });
  }
  const { memory } = prestored;
  if (memory !== undefined && (await memoryPays(move, memory)))
    await lay(filling, { stored: memory, cargo: 'memory', path: imagesOnTarget(move), what: theMemory });
}

const theMemory = { en: 'the memory', zh: '内存' };

interface Filling {
  readonly move: Move;
  readonly prestored: Prestored;
  readonly mayCompress: boolean;
}

interface Laid {
  readonly stored: StoredPart;
  readonly cargo: FromStoreCargo;
  /** On the target. */
  readonly path: string;
  readonly what: Words;
}

/** Does nothing for what lies there whole: the link was lost over what follows it. */
async function lay(
  { move, prestored, mayCompress }: Filling,
  { stored, cargo, path, what }: Laid,
): Promise<void> {
  const { fromStore = {} } = move.recall('rounds');
  if (fromStore[path] === 'whole') return;
  const { session } = move.target;
  const { signal } = move;
  // Noted before: also what is cut short must be compared by content.
  move.note('rounds', { fromStore: { ...fromStore, [path]: 'begun' } });
  try {
    await unpack({
      session,
      stream: stored.tar(signal),
      kind: 'folder',
      path,
      work: move.workspace('target'),
      mayCompress,
      what: {
        en: en`${what} from ${prestored.point}`,
        zh: zh`${what}（来自 ${prestored.point}）`,
      },
      onBytes: move.storeCounter('rounds', cargo, prestored.point),
      signal,
    });
  } catch (thrown) {
    // It may be the room that is missing.
    const empty = ['find', path, '-mindepth', '1', '-delete'];
    if (!isOver(move, thrown)) await session.exec(empty, { allowFailure: true, timeoutMs: thoroughMs });
    throw thrown;
  }
  move.note('rounds', { fromStore: { ...fromStore, [path]: 'whole' } });
}

/**
 * Pre-dumps are laid out otherwise. Where no round of memory pays, the copy serves the freeze, and there must be room for
 * another beside it.
 */
async function memoryPays(move: Move, { bytes }: StoredPart): Promise<boolean> {
  const { tracksDirtyPages, memoryBytes } = move.plan;
  const rate = await routeRate(move);
  if (tracksDirtyPages || !comparingPays(rate) || !fillingPays(bytes, memoryBytes)) return false;
  const copies = memoryRoundPays(memoryBytes, rate) ? 1 : 2;
  const room = await roomIn(move.target.session, move.workspace('target'));
  return room > copies * bytes + memoryBytes;
}

async function unlessItFails(move: Move, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (isOver(move, thrown)) throw thrown;
    const why = whyNot(thrown);
    move.log.remark({
      en: en`${move.source.host} sent also what this laptop may have of it: ${why}`,
      zh: zh`本机可能已有的部分也由 ${move.source.host} 传送：${why}`,
    });
  }
}

function whyNot(thrown: unknown): Words {
  const { code, text } = asShiplockError(thrown);
  if (code !== 'store-locked') return text;
  return {
    en: 'its store is locked, and the passphrase is not at hand.',
    zh: '还原点存储未解锁，手头没有口令。',
  };
}

/** The user has cancelled, or the link is lost, which a step may see as a failure of its own. */
const isOver = ({ signal, target, source }: Move, thrown: unknown): boolean =>
  signal.aborted || target.isLost || source.isLost || asShiplockError(thrown).code === 'link-lost';
