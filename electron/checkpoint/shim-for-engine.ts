/** Shiplock's OCI runtime made known to a host's engine. It stays for as long as a container uses it. */
import type { Engine } from '../engines/engine.ts';
import type { Session } from '../hosts/session.ts';
import { installShim, isShimInstalled, shimName, shimPath, uninstallShim } from './shim.ts';

/** What was changed on a host for it; noted before it is, so that what was half done when something died is found again. */
export interface ShimChanges {
  isInstalled?: boolean;
  isRegistered?: boolean;
}

interface Where {
  readonly session: Session;
  readonly engine: Engine;
}

/** `note` is called before each change. Safe to repeat. */
export async function provideShim(
  { session, engine }: Where,
  note: (changes: ShimChanges) => void,
): Promise<void> {
  if (!(await isShimInstalled(session))) note({ isInstalled: true });
  await installShim(session);
  await engine.registerRuntime(shimName, shimPath, () => note({ isRegistered: true }));
}

/** Takes back what was changed, unless another container has come to need it meanwhile. Safe to repeat. */
export async function withdrawShim(
  { session, engine }: Where,
  { isInstalled, isRegistered }: ShimChanges,
): Promise<void> {
  const isGone = !isRegistered || (await engine.unregisterRuntime(shimName));
  if (isInstalled && isGone) await uninstallShim(session);
}
