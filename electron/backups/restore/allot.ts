/** Decides where a point's volumes, folders and files go on the target, and what they meet there. */
import type { Words } from '../../../shared/words.ts';
import type { Container } from '../../engines/container.ts';
import type { Engine } from '../../engines/engine.ts';
import type { End } from '../../preflight/gather.ts';
import { lookAtPaths, type PathFacts } from '../../preflight/paths.ts';
import type { Description, Place } from '../restore-point.ts';
import type { Allotment, RestorePlan } from './restore-plan.ts';

export interface Allotted {
  readonly allotments: readonly Allotment[];
  readonly volumes: RestorePlan['volumes'];
  readonly collisions: readonly Collision[];
  /** Folders and files of the host that the container uses and the point does not hold: they must be there. */
  readonly missing: readonly string[];
}

export interface Collision {
  readonly kind: 'volume' | 'folder';
  /** The volume's name, or the path. */
  readonly name: string;
  /** `held`: it holds data, which may be replaced. `clone`: it is the original's, and a clone must not touch it. `used`: others that run use it. */
  readonly why: 'held' | 'clone' | 'used';
  /** Other containers that use it. */
  readonly users: readonly string[];
}

interface AllotRequest {
  readonly target: End;
  readonly description: Description;
  /** As it is defined. */
  readonly container: Container;
  /** The name that it gets. */
  readonly name: string;
  readonly isReplacing: boolean;
  /** Names, on the target, of the containers that make way. */
  readonly parked: readonly string[];
}

type Part = Partial<Pick<Allotted, 'allotments' | 'volumes' | 'collisions'>>;

/** Changes nothing. */
export async function allot(request: AllotRequest): Promise<Allotted> {
  const { target, description, container } = request;
  const { places } = description;
  const lying = places.filter(({ kind }) => kind === 'folder' || kind === 'file');
  const attached = container.mounts.filter(
    ({ kind, destination }) => kind === 'bind' && !lying.some((place) => place.destination === destination),
  );
  // Those that the engine named itself it makes anew.
  const named = container.mounts.flatMap(({ kind, name, anonymous }) =>
    kind === 'volume' && name !== undefined && !anonymous ? [name] : [],
  );
  const [onTarget, attachedThere, volumes] = await Promise.all([
    lookAtPaths(
      target.session,
      lying.map(({ path }) => path),
    ),
    lookAtPaths(
      target.session,
      attached.map(({ source }) => source),
    ),
    Promise.all([...new Set(named)].map((volume) => allotVolume(request, volume))),
  ]);
  const parts: Part[] = [
    ...places
      .filter(({ kind, name }) => kind === 'rw-layer' || (kind === 'volume' && name === undefined))
      .map((place) => ({ allotments: [allotmentOf(place, false)] })),
    ...volumes,
    ...lying.map((place, index) => allotFolder(request, place, onTarget[index])),
  ];
  return {
    allotments: parts.flatMap(({ allotments = [] }) => allotments),
    volumes: parts.flatMap((part) => part.volumes ?? []),
    collisions: parts.flatMap(({ collisions = [] }) => collisions),
    missing: attached
      .filter((_, index) => attachedThere[index]?.kind === 'missing')
      .map(({ source }) => source),
  };
}

/** One of another driver holds its data elsewhere: it is only made known. */
async function allotVolume(
  { target, description, container, name, isReplacing, parked }: AllotRequest,
  volume: string,
): Promise<Part> {
  const { engine, session } = target;
  const place = description.places.find((each) => each.kind === 'volume' && each.name === volume);
  const there = await engine.volume(volume);
  const allotted = (as: string, isNew: boolean): Part => ({
    volumes: [{ name: volume, as, isNew }],
    allotments: place === undefined ? [] : [{ ...allotmentOf(place, !isNew), volume: as }],
  });
  if (there === undefined) return allotted(volume, true);
  if (place === undefined) return allotted(volume, false);
  const users = (await runningUsers(engine, volume)).filter((user) => !parked.includes(user));
  if (name !== container.name) {
    const own = `${name}-${volume}`;
    if ((await engine.volume(own)) === undefined) return allotted(own, true);
    return {
      collisions: [{ kind: 'volume', name: own, why: 'clone', users: await engine.volumeUsers(own) }],
    };
  }
  if (users.length > 0) return { collisions: [{ kind: 'volume', name: volume, why: 'used', users }] };
  const [folder] = await lookAtPaths(session, [there.mountpoint]);
  if (isReplacing || folder?.isEmpty === true) return allotted(volume, false);
  return { collisions: [{ kind: 'volume', name: volume, why: 'held', users }] };
}

/** Those that do not run notice nothing; one that made way before is among them. */
async function runningUsers(engine: Engine, volume: string): Promise<string[]> {
  const [users, containers] = await Promise.all([engine.volumeUsers(volume), engine.list()]);
  const stopped = containers.filter(
    ({ state }) => state === 'exited' || state === 'created' || state === 'dead',
  );
  return users.filter((user) => !stopped.some(({ name }) => name === user));
}

function allotFolder(
  { container, name, isReplacing }: AllotRequest,
  place: Place,
  there: PathFacts | undefined,
): Part {
  const { destination, path } = place;
  if (there === undefined || there.kind === 'missing') {
    return { allotments: [{ ...allotmentOf(place, false), path }] };
  }
  // What the container only reads, a list of certificates for instance, is the host's own.
  const isOnlyRead = container.mounts.some((mount) => mount.destination === destination && mount.readOnly);
  if (isOnlyRead && !there.isEmpty) return {};
  const isFree = there.kind === 'folder' && there.isEmpty;
  const isClone = name !== container.name;
  if (isFree || (isReplacing && !isClone)) {
    return { allotments: [{ ...allotmentOf(place, true), path }] };
  }
  return { collisions: [{ kind: 'folder', name: path, why: isClone ? 'clone' : 'held', users: [] }] };
}

function allotmentOf({ kind, destination, name, bytes }: Place, isReplaced: boolean): Allotment {
  return { what: wordsFor(kind, name) ?? destination, destination, kind, isReplaced, bytes };
}

function wordsFor(kind: Place['kind'], volume: string | undefined): Words | undefined {
  if (kind === 'rw-layer') return { en: 'the RW layer', zh: '读写层' };
  return volume === undefined ? undefined : { en: `volume ${volume}`, zh: `数据卷 ${volume}` };
}
