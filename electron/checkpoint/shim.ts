/** Shiplock's OCI runtime on a target: installed, told what waits, let go. `runtime.sh` says how it works. */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';

const script = readFileSync(new URL('./shim.sh', import.meta.url), 'utf8');
const program = readFileSync(new URL('./runtime.sh', import.meta.url), 'utf8');

/** The name under which engines know it, and its place on a host. */
export const shimName = 'shiplock';
export const shimPath = '/usr/local/lib/shiplock/runtime';

/** What is to become of established TCP connections: CRIU wants exactly one of the two. */
export type Connections = 'keep' | 'close';

async function run(session: Session, args: readonly string[], input = ''): Promise<string> {
  const { stdout } = await session.script('shim', script, args, { input });
  return stdout;
}

export async function isShimInstalled(session: Session): Promise<boolean> {
  return (await run(session, ['installed'])) !== '';
}

/** Replaces one that is there already. */
export async function installShim(session: Session): Promise<void> {
  await run(session, ['install', String(Buffer.byteLength(program))], program);
}

export async function uninstallShim(session: Session): Promise<void> {
  await run(session, ['uninstall']);
}

/** From now on a start of the container waits for `letGo`, and then restores the images in that folder.
 * `addresses`: those of its own that established connections need. */
export async function awaitCheckpoint(
  session: Session,
  containerId: string,
  images: string,
  connections: Connections,
  addresses: readonly string[],
): Promise<void> {
  const tcp = connections === 'keep' ? 'tcp-established' : 'tcp-close';
  await run(session, ['wait', containerId, images, ...addresses], `${tcp}\nfile-locks\next-unix-sk\n`);
}

export async function letGo(session: Session, containerId: string): Promise<void> {
  await run(session, ['go', containerId]);
}

/**
 * Ends a start that still waits, and has a later one refused: without its folder the runtime would begin the container from
 * nothing. Does nothing when nothing waits.
 */
export async function stopWaiting(session: Session, containerId: string): Promise<void> {
  await run(session, ['stop', containerId]);
}

/** After the container was removed. */
export async function forgetCheckpoint(session: Session, containerId: string): Promise<void> {
  await run(session, ['forget', containerId]);
}

/** As `forgetCheckpoint`, but for a start that was let go: that one is left to end. */
export async function forgetUnlessLetGo(session: Session, containerId: string): Promise<void> {
  await run(session, ['forget-waiting', containerId]);
}

export async function restoreLog(session: Session, containerId: string): Promise<string> {
  return run(session, ['log', containerId]);
}
