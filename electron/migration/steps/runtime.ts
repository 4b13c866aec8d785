/** Makes Shiplock's OCI runtime known to the target's engine. It stays for as long as a container uses it. */
import { installShim, isShimInstalled, shimName, shimPath, uninstallShim } from '../../checkpoint/shim.ts';
import type { Step } from '../step.ts';

export const runtime: Step = {
  name: 'runtime',

  async run(move) {
    const { session, engine } = move.target;
    // Noted before, so that what was half done when something died is found again.
    if (!(await isShimInstalled(session))) move.note('runtime', { isInstalled: true });
    await installShim(session);
    await engine.registerRuntime(shimName, shimPath, () => move.note('runtime', { isRegistered: true }));
  },

  async undo(move) {
    const { isInstalled, isRegistered } = move.recall('runtime');
    // Another container may have come to need it meanwhile: then it stays.
    const isGone = !isRegistered || (await move.target.engine.unregisterRuntime(shimName));
    if (isInstalled && isGone) await uninstallShim(move.target.session);
  },
};
