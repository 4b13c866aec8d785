/** Where what a container keeps lies on its host: its RW layer, and each mount that is its own. */
import type { Container, Mount } from '../../engines/container.ts';
import type { Engine, VolumeFacts } from '../../engines/engine.ts';
import type { Session } from '../../hosts/session.ts';
import { treatmentOf } from '../../preflight/gather.ts';
import { lookAtPaths, type PathFacts, stampsTellChanges } from '../../preflight/paths.ts';
import type { Place } from '../restore-point.ts';

export interface HostPlace extends Pick<Place, 'kind' | 'destination' | 'path' | 'name'> {
  /** Every change of a file shows in its stamps: what is stamped as before need not be read again. */
  readonly stampsTellChanges: boolean;
}

export interface Places {
  /** The RW layer first. */
  readonly places: readonly HostPlace[];
  readonly volumes: readonly Omit<VolumeFacts, 'mountpoint'>[];
  /** Where the container sees what is not its own and so is in no restore point: a share, a part of the host. */
  readonly leftOut: readonly string[];
}

/** What is mounted into the memory of the container (tmpfs) is in its checkpoint. */
export async function placesOf(session: Session, engine: Engine, container: Container): Promise<Places> {
  const mounts = container.mounts.filter(({ kind }) => kind === 'volume' || kind === 'bind');
  const rwLayer = await engine.rwLayerFolder(container);
  const [rwFacts, ...facts] = await lookAtPaths(session, [rwLayer, ...mounts.map(({ source }) => source)]);
  const places: HostPlace[] = [
    {
      kind: 'rw-layer',
      destination: '/',
      path: rwLayer,
      stampsTellChanges: stampsTellChanges(rwFacts?.fileSystem ?? ''),
    },
  ];
  const leftOut: string[] = [];
  mounts.forEach((mount, index) => {
    const there = facts[index];
    if (there === undefined || !isOwn(mount, there)) leftOut.push(mount.destination);
    else places.push(placeOf(mount, there));
  });
  return { places, volumes: await volumesOf(engine, mounts), leftOut };
}

const isOwn = (mount: Mount, { fileSystem, kind }: PathFacts): boolean =>
  kind !== 'missing' && treatmentOf(mount, fileSystem, kind) === 'copy';

function placeOf(mount: Mount, { kind, fileSystem }: PathFacts): HostPlace {
  const { destination, source: path, name } = mount;
  const isNamed = mount.kind === 'volume' && name !== undefined && !mount.anonymous;
  return {
    kind: mount.kind === 'volume' ? 'volume' : kind === 'file' ? 'file' : 'folder',
    destination,
    path,
    ...(isNamed ? { name } : {}),
    stampsTellChanges: stampsTellChanges(fileSystem),
  };
}

async function volumesOf(engine: Engine, mounts: readonly Mount[]): Promise<Places['volumes']> {
  const names = mounts.flatMap(({ kind, name, anonymous }) =>
    kind === 'volume' && name !== undefined && !anonymous ? [name] : [],
  );
  const found = await Promise.all(names.map((name) => engine.volume(name)));
  return found.flatMap((volume) => {
    if (volume === undefined) return [];
    const { mountpoint, ...rest } = volume;
    return [rest];
  });
}
