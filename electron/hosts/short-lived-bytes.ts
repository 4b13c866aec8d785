/**
 * What comes from hosts is used and thrown away piece by piece. V8 does not look for such pieces before it has handed out 32 MB
 * of them, and where the system's heap then has them scattered they stay: a backup took 25 MB more of a laptop for it.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collecting takes less than a millisecond of the time in which a link of 1 Gbit/s brings so much. */
const bytesBetween = 4 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;
let bytesSince = 0;

/** To be called for every piece that came from a host. */
export function noteShortLived(bytes: number): void {
  bytesSince += bytes;
  if (bytesSince < bytesBetween) return;
  bytesSince = 0;
  collect ??= collector();
  collect({ type: 'minor' });
}

/** Node gives it to those who ask for it when they start, and to a new context. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return gc;
}
