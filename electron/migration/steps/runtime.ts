/** Makes Shiplock's OCI runtime known to the target's engine. It stays for as long as a container uses it. */
import { installShim, shimName, shimPath, uninstallShim } from '../../checkpoint/shim.ts';
import type { Step } from '../step.ts';

export const runtime: Step = {
  name: 'runtime',

  async run(move) {
    const isInstalled =
      (await installShim(move.target.session)) || move.recall('runtime').isInstalled === true;
    move.note('runtime', { isInstalled });
    const isRegistered =
      (await move.target.engine.registerRuntime(shimName, shimPath)) ||
      move.recall('runtime').isRegistered === true;
    move.note('runtime', { isRegistered });
  },

  async undo(move) {
    const { isInstalled, isRegistered } = move.recall('runtime');
    // Another container may have come to need it meanwhile: then it stays.
    const isGone = isRegistered === true && (await move.target.engine.unregisterRuntime(shimName));
    if (isInstalled && (isGone || !isRegistered)) await uninstallShim(move.target.session);
  },
};
