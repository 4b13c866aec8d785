/** Volumes and folders on the target for the container's data, empty as yet. */
import { makePlace, removePlaces } from '../../transfer/new-places.ts';
import { volumeAppeared } from '../volume-appeared.ts';
import type { Step } from '../step.ts';

export const data: Step = {
  name: 'data',

  async run(move) {
    const { source, target, plan } = move;
    for (const { name, existed } of plan.volumes) {
      const there = await target.engine.volume(name);
      const { volumes = [] } = move.recall('data');
      if (there !== undefined && !existed && !volumes.includes(name)) {
        throw volumeAppeared(name, target.host);
      }
      if (there !== undefined) continue;
      // Noted before, so that a volume of a move that broke off here is found again.
      move.note('data', { volumes: [...volumes, name] });
      const { driver = 'local', options = {}, labels = {} } = (await source.engine.volume(name)) ?? {};
      await target.engine.createVolume({ name, driver, options, labels });
    }
    for (const { to, isFile, isNew } of plan.carried) {
      if (to === undefined || !isNew || isVolumeFolder(plan.targetRootDir, to)) continue;
      await makePlace(target.session, isFile ? 'file' : 'folder', to, move.recall('data'), (made) =>
        move.note('data', made),
      );
    }
  },

  async undo(move) {
    const { volumes = [], ...places } = move.recall('data');
    for (const name of volumes) await move.target.engine.removeVolume(name);
    await removePlaces(move.target.session, places);
  },
};

const isVolumeFolder = (rootDir: string, path: string): boolean => path.startsWith(`${rootDir}/volumes/`);
