/** Everything that the container is to find, from the laptop: its RW layer, its data, and last of all its checkpoint. */
import { awaitCheckpoint, stopWaiting } from '../../../checkpoint/shim.ts';
import { hasImages } from '../../../checkpoint/unpack-files.ts';
import { ShiplockError } from '../../../../shared/errors.ts';
import { en, type Words, zh } from '../../../../shared/words.ts';
import { unpack } from '../../../transfer/unpack.ts';
import { type Landing, landingsOf } from '../landing.ts';
import type { Restoration } from '../restoration.ts';
import type { Step } from '../step.ts';

export const deliver: Step = {
  name: 'deliver',

  async run(restoration) {
    for (const landing of await landingsOf(restoration)) await deliverPlace(restoration, landing);
    if (restoration.plan.withMemory) await deliverCheckpoint(restoration);
  },

  async undo(restoration) {
    const { containerId } = restoration.recall('create');
    if (containerId !== undefined) await stopWaiting(restoration.target.session, containerId);
  },
};

/** Does nothing for a place that has arrived: a link may be lost many times over a large one. */
async function deliverPlace(restoration: Restoration, landing: Landing): Promise<void> {
  const { destination, kind, what, arrival } = landing;
  const { arrived = [] } = restoration.recall('deliver');
  if (arrived.includes(destination)) return;
  const point = await restoration.point();
  const place = point.description.places.find(
    (each) => each.destination === destination && each.kind === kind,
  );
  if (place === undefined) throw notInPoint(restoration, what);
  const { target, signal } = restoration;
  const { isCompressed } = await unpack({
    session: target.session,
    stream: point.placeTar(place, signal),
    kind: kind === 'file' ? 'file' : 'folder',
    path: arrival,
    work: workOf(restoration),
    mayCompress: await restoration.takesCompressed(),
    what,
    onBytes: restoration.counter('deliver', kind === 'rw-layer' ? 'rwLayer' : 'volumes'),
    signal,
  });
  if (isCompressed) restoration.log.compression.files = 'zstd';
  restoration.note('deliver', { arrived: [...arrived, destination] });
}

/** From here on a start of the container waits for leave, and restores the checkpoint. */
async function deliverCheckpoint(restoration: Restoration): Promise<void> {
  const { target, signal, plan, images, containerId } = restoration;
  const { arrived = [] } = restoration.recall('deliver');
  // It lies in memory: it is gone if the target has restarted since.
  if (!arrived.includes(checkpoint) || !(await hasImages(target.session, images))) {
    const point = await restoration.point();
    const { isCompressed } = await unpack({
      session: target.session,
      stream: point.checkpointTar(signal),
      kind: 'folder',
      path: images,
      work: workOf(restoration),
      mayCompress: await restoration.takesCompressed(),
      what: { en: 'the checkpoint', zh: '检查点' },
      onBytes: restoration.counter('deliver', 'memory'),
      signal,
    });
    if (isCompressed) restoration.log.compression.memory = 'zstd';
    restoration.note('deliver', { arrived: [...arrived, checkpoint] });
  }
  await awaitCheckpoint(target.session, containerId, images, plan.connections, []);
}

/** Beside the destinations, which begin with a slash. */
const checkpoint = 'checkpoint';

const workOf = ({ images }: Restoration): string => images.slice(0, -'/images'.length);

const notInPoint = ({ plan }: Restoration, what: Words): ShiplockError =>
  new ShiplockError(
    'store-damaged',
    {
      en: en`The restore point ${plan.point} has no ${what} any more.`,
      zh: zh`还原点 ${plan.point} 中缺少：${what}。`,
    },
    {
      remedy: {
        en: `See what else it lacks: shiplock verify ${plan.point}`,
        zh: `校验还缺少什么：shiplock verify ${plan.point}`,
      },
    },
  );
