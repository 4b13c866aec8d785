/** Where the parts of a point lie on the target: at first, in the end, and what they replace after that. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';
import { isPlainPath } from '../../hosts/plain-path.ts';
import type { Side } from '../../migration/side.ts';
import type { Restoration } from './restoration.ts';
import type { Allotment } from './restore-plan.ts';

export interface Landing extends Allotment {
  /** Where the container sees it. */
  readonly live: string;
  /** Where it is unpacked: beside `live` if that is replaced. */
  readonly arrival: string;
}

/** On the same file system as what it will replace, and under a name that nobody else would use. */
export const arrivalPath = ({ plan }: Restoration, path: string): string => `${path}-arriving-${plan.key}`;

/** Where what is replaced stays until the restore has ended; of a volume it becomes one of its own then. */
export const replacedPath = (restoration: Restoration, { volume, live }: Landing): string =>
  volume === undefined ? restoration.parkedName(live) : `${live}-parked-${restoration.plan.key}`;

/** Of all parts, once the container was created. */
export async function landingsOf(restoration: Restoration): Promise<Landing[]> {
  const { target, containerId, plan } = restoration;
  const created = await target.engine.container(containerId);
  if (created === undefined)
    throw vanished(target.host, { en: `The container ${plan.name}`, zh: `容器 ${plan.name}` });
  return Promise.all(
    plan.allotments.map(async (allotment) => {
      const { kind, volume, path, destination, isReplaced } = allotment;
      const mounted = created.mounts.find((mount) => mount.destination === destination)?.source;
      const live =
        kind === 'rw-layer'
          ? await target.engine.rwLayerFolder(created)
          : (path ?? (volume === undefined ? mounted : await volumeFolder(target, volume)));
      if (!live) {
        const what = { en: `The volume at ${destination}`, zh: `${destination} 处的数据卷` };
        throw vanished(target.host, what);
      }
      return { ...allotment, live, arrival: isReplaced ? arrivalPath(restoration, live) : live };
    }),
  );
}

/** Throws 'busy' for a volume that is not there. */
export async function volumeFolder({ host, engine }: Side, volume: string): Promise<string> {
  const [found, { rootDir }] = await Promise.all([engine.volume(volume), engine.facts()]);
  if (found === undefined) throw vanished(host, { en: `Volume ${volume}`, zh: `数据卷 ${volume}` });
  const { mountpoint } = found;
  // It is the host that says where it is, and as root that it is written to.
  if (isPlainPath(mountpoint) && mountpoint.startsWith(`${rootDir}/volumes/`)) return mountpoint;
  const text = {
    en: `Volume ${volume} on ${host} is not where its engine keeps volumes.`,
    zh: `${host} 上的数据卷 ${volume} 不在引擎存放数据卷的位置。`,
  };
  throw new ShiplockError('engine-failed', text, { details: mountpoint });
}

const vanished = (host: string, what: BothLanguages): ShiplockError =>
  new ShiplockError(
    'busy',
    {
      en: `${what.en} vanished from ${host} during the restore.`,
      zh: `还原期间，${host} 上的${what.zh}消失了。`,
    },
    { remedy: { en: 'Look at who removed it, and try again.', zh: '请查明是谁删除的，然后重试。' } },
  );
