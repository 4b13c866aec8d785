/** CRIU's statistics of a dump (stats-dump). Source: CRIU's images/stats.proto. */
import { ShiplockError } from '../../shared/errors.ts';
import { entriesOf } from './images/image.ts';

const dumpEntry = 1;
const freezingMicroseconds = 1;
const frozenMicroseconds = 2;
/** Both are of 32 bits. */
const maxMicroseconds = 2 ** 32 - 1;

/** Milliseconds for which CRIU held the container still, stopping it included; undefined if the file does not say. */
export function readPauseMs(file: Buffer): number | undefined {
  const [freezing, frozen] = timesIn(file);
  if (freezing === undefined || frozen === undefined) return undefined;
  if (freezing > maxMicroseconds || frozen > maxMicroseconds) return undefined;
  return Math.round((freezing + frozen) / 1000);
}

function timesIn(file: Buffer): (number | undefined)[] {
  try {
    const [entry] = entriesOf(file, 'statistics', 'stats-dump');
    const dump = entry?.message(dumpEntry);
    return [dump?.number(freezingMicroseconds), dump?.number(frozenMicroseconds)];
  } catch (thrown) {
    if (thrown instanceof ShiplockError) return [];
    throw thrown;
  }
}
