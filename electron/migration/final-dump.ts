/** The dump in the freeze. */
import { type Dump, dump } from '../checkpoint/dump.ts';
import { chainLength, dropChain, isRefusedDump, preDumpFolder, remarkOnRefusal } from './chain.ts';
import type { Move } from './move.ts';

/**
 * Dumps the paused container into `images`: what changed since the last pre-dump if there is a chain of them, otherwise
 * everything, compared with `earlier`. A dump on top of a chain that is refused is tried once more without it.
 */
export async function finalDump(move: Move, images: string, earlier: string | undefined): Promise<Dump> {
  const { source, sourceId } = move;
  const length = chainLength(move);
  const request = {
    session: source.session,
    runtimeRoot: source.engine.runtimeRoot,
    containerId: sourceId,
    images,
    work: `${move.workspace('source')}/log`,
  };
  if (length === 0) return dump({ ...request, earlier });
  try {
    return await dump({ ...request, parent: preDumpFolder(length) });
  } catch (thrown) {
    if (!isRefusedDump(thrown)) throw thrown;
    await dropChain(move, 'deliver');
    remarkOnRefusal(move, thrown);
    return dump(request);
  }
}
