/** On a target: the copy of a round's files becomes what the files were at the pause of a dump. */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import type { KeptPlace } from './dump-round.ts';

const script = readFileSync(new URL('./unpack-files.sh', import.meta.url), 'utf8');

/**
 * `images`: the folder that the dump arrived in; `places`: where the copy lies, in the order in which they were kept;
 * `passing`: a name that nobody else would give a folder. Nothing may use the copy meanwhile. Safe to repeat.
 */
export async function unpackFiles(
  session: Session,
  images: string,
  passing: string,
  places: readonly KeptPlace[],
): Promise<void> {
  const args = places.flatMap(({ path, prefix }) => [path, prefix]);
  await session.script('unpack-files', script, [images, passing, ...args]);
}

/** Whether a dump lies there: after the host has restarted, none does if it lay in memory. */
export async function hasImages(session: Session, images: string): Promise<boolean> {
  const argv = ['test', '-e', `${images}/inventory.img`];
  return (await session.exec(argv, { allowFailure: true })).status === 0;
}
