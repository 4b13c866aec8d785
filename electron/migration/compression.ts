/** Whether what is sent is compressed: decided once for each kind of data, by trying, and outside of the freeze. */
import type { Compression } from '../transfer/compression.ts';
import { chooseCompression, tryCompression } from '../transfer/compression.ts';
import type { Move } from './move.ts';
import { routeRate } from './route-rate.ts';

/** For streams of Shiplock's own, and for rsync, which can only use what it has built in. */
export interface Choice {
  readonly stream: Compression;
  readonly rsync: Compression;
}

export const uncompressed: Choice = { stream: 'none', rsync: 'none' };

/** `paths`: data of that kind, on the source. A host that cannot be asked or cannot compress leaves it as it is. */
export async function chooseFor(
  move: Move,
  kind: 'image' | 'files' | 'memory',
  paths: readonly string[],
): Promise<Choice> {
  const { signal, log } = move;
  const [source, target] = [move.source.session, move.target.session];
  const bytesPerSecond = await routeRate(move);
  const { samples, inRsync } = await tryCompression(source, target, paths, signal);
  const choice = {
    stream: chooseCompression(samples, bytesPerSecond),
    rsync: chooseCompression(
      samples.filter(({ kind: each }) => inRsync.includes(each)),
      bytesPerSecond,
    ),
  };
  log.compression[kind] = choice.rsync === 'none' ? choice.stream : choice.rsync;
  return choice;
}
