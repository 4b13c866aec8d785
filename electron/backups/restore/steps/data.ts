/** Volumes and folders on the target for the container's data, empty as yet; what is replaced stays until the exchange. */
import { makePlace, removePlaces } from '../../../transfer/new-places.ts';
import { passingFolder } from '../../../transfer/unpack.ts';
import { arrivalPath, volumeFolder } from '../landing.ts';
import type { Restoration } from '../restoration.ts';
import { volumeAppeared } from '../../../migration/volume-appeared.ts';
import type { Step } from '../step.ts';

export const data: Step = {
  name: 'data',

  async run(restoration) {
    const { target, plan } = restoration;
    for (const { name, as, isNew } of plan.volumes) if (isNew) await makeVolume(restoration, name, as);
    for (const { path, volume, kind, isReplaced } of plan.allotments) {
      if (volume !== undefined && isReplaced) {
        await make(restoration, 'folder', arrivalPath(restoration, await volumeFolder(target, volume)));
      }
      if (path !== undefined) {
        const to = isReplaced ? arrivalPath(restoration, path) : path;
        await make(restoration, kind === 'file' ? 'file' : 'folder', to);
      }
    }
  },

  async undo(restoration) {
    const { volumes = [], ...places } = restoration.recall('data');
    for (const name of volumes) await restoration.target.engine.removeVolume(name);
    await removePlaces(restoration.target.session, places);
  },
};

async function makeVolume(restoration: Restoration, name: string, as: string): Promise<void> {
  const { target } = restoration;
  const { volumes = [] } = restoration.recall('data');
  const there = await target.engine.volume(as);
  if (there !== undefined && !volumes.includes(as)) {
    throw volumeAppeared(as, target.host);
  }
  if (there !== undefined) return;
  // Noted before, so that a volume of a restore that broke off here is found again.
  restoration.note('data', { volumes: [...volumes, as] });
  const { description } = await restoration.point();
  const { driver, options, labels } = description.volumes.find((each) => each.name === name) ?? local;
  await target.engine.createVolume({ name: as, driver, options, labels });
}

const local = { driver: 'local', options: {}, labels: {} };

async function make(restoration: Restoration, kind: 'folder' | 'file', path: string): Promise<void> {
  // It goes by itself, but for a host that loses its power meanwhile.
  if (kind === 'file') await make(restoration, 'folder', passingFolder(path));
  await makePlace(restoration.target.session, kind, path, restoration.recall('data'), (made) =>
    restoration.note('data', made),
  );
}
