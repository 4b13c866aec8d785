/** Asks both hosts for everything that the checks and the plan need, at the same time; changes nothing on either. */
import { posix } from 'node:path';
import { lookInside } from '../checkpoint/inside.ts';
import { countMappedLocks } from '../checkpoint/mapped-locks.ts';
import { vitals } from '../checkpoint/vitals.ts';
import type { Container, Mount } from '../engines/container.ts';
import type { Engine } from '../engines/engine.ts';
import { type Condition, nothingKnown, readCondition } from '../hosts/condition/condition.ts';
import { readHostFacts } from '../hosts/facts.ts';
import type { Session } from '../hosts/session.ts';
import { hasSameImage } from '../transfer/image.ts';
import type { Gathering } from './check.ts';
import { claimsOf } from './claims.ts';
import { readClock } from './clock.ts';
import { askCriu, type CriuFacts, compareProcessor, type ProcessorVerdict } from './criu.ts';
import { isNetworkFileSystem, lookAtPaths } from './paths.ts';
import { gatheringOf } from './run-checks.ts';
import type {
  HostSubject,
  HostView,
  ImageView,
  MountTreatment,
  MountView,
  Role,
  RwLayerView,
  Subject,
} from './subject.ts';

export interface End {
  readonly session: Session;
  readonly engine: Engine;
}

export function gatherHost(end: End, role: Role): Gathering<HostSubject> {
  return gatheringOf<HostSubject>({
    role: Promise.resolve(role),
    name: Promise.resolve(end.session.host.name),
    view: viewHost(end),
    criu: askCriu(end.session),
    condition: lookAtCondition(end),
  });
}

async function viewHost({ session, engine }: End): Promise<HostView> {
  const engineFacts = await engine.facts();
  const askedAt = Date.now();
  const facts = await readHostFacts(session, { dockerRoot: engineFacts.rootDir });
  return {
    name: session.host.name,
    engine: engineFacts,
    facts,
    clock: readClock(facts, askedAt, Date.now()),
  };
}

async function lookAtCondition({ session, engine }: End): Promise<Condition> {
  const { rootDir } = await engine.facts();
  return readCondition(session, rootDir);
}

export interface MoveGathering {
  readonly source: Gathering<HostSubject>;
  readonly target: Gathering<HostSubject>;
  readonly move: Gathering<Subject>;
}

export function gather(source: End, target: End, container: Container, replaceData: boolean): MoveGathering {
  const onSource = gatherHost(source, 'source');
  const onTarget = gatherHost(target, 'target');
  const move = gatheringOf<Subject>({
    container: Promise.resolve(container),
    replaceData: Promise.resolve(replaceData),
    source: onSource.view,
    target: onTarget.view,
    // The checks of the condition tell that it could not be looked at.
    sourceCondition: onSource.condition.catch(() => nothingKnown),
    vitals: vitals(source.session, source.engine.runtimeRoot, container.id, container.pid),
    inside: lookInside(source.session, source.engine.runtimeRoot, container),
    mappedLocks: countMappedLocks(source.session, source.engine.runtimeRoot, container.id),
    image: viewImage(source.engine, target.engine, container),
    rwLayer: viewRwLayer(source, container),
    mounts: viewMounts(source, target, container),
    nameTaken: target.engine.container(container.name).then((found) => found !== undefined),
    networks: target.engine.networks(
      container.networks.flatMap(({ network, fixedAddress }) =>
        fixedAddress === undefined ? [] : [network],
      ),
    ),
    sourceNetworks: source.engine.networks(),
    processor: compareProcessors(onSource.criu, target),
    claims: claimsOf(source.session, source.engine.runtimeRoot, container.id, container.pid),
    missingDevices: missing(target.session, container.devices),
  });
  return { source: onSource, target: onTarget, move };
}

async function compareProcessors(
  source: Promise<CriuFacts | undefined>,
  target: End,
): Promise<ProcessorVerdict> {
  const processor = (await source)?.processor;
  return processor === undefined ? 'unknown' : compareProcessor(target.session, processor);
}

async function viewImage(source: Engine, target: Engine, container: Container): Promise<ImageView> {
  const [found, named] = await Promise.all([
    source.image(container.imageId),
    source.image(container.imageName),
  ]);
  if (found === undefined) return { found, bytesToSend: 0, isNameTaken: false, isNameStale: false };
  const [isThere, namedThere, present] = await Promise.all([
    hasSameImage(target, found, container.imageName),
    target.image(container.imageName),
    target.layersPresent(found),
  ]);
  const isComplete = isThere || found.layers.every(({ archivePath }) => present.has(archivePath));
  return {
    found,
    bytesToSend: isComplete ? 0 : found.sizeBytes,
    isNameTaken: !isThere && namedThere !== undefined,
    isNameStale: named?.id !== found.id,
  };
}

async function viewRwLayer({ session, engine }: End, container: Container): Promise<RwLayerView> {
  const nothing = { folder: '', bytes: 0, fileSystem: '' };
  if (container.pid === 0) return nothing;
  const folder = await engine.rwLayerFolder(container);
  const [layer] = await lookAtPaths(session, [folder]);
  return layer === undefined ? nothing : { folder, bytes: layer.bytes, fileSystem: layer.fileSystem };
}

async function viewMounts(source: End, target: End, container: Container): Promise<MountView[]> {
  const mounts = container.mounts.filter(({ kind }) => kind !== 'tmpfs');
  const roots = Promise.all([source.engine.facts(), target.engine.facts()]);
  const [onSource, onTarget, volumes, volumesThere, users] = await Promise.all([
    lookAtPaths(
      source.session,
      mounts.map((mount) => mount.source),
    ),
    roots.then(([here, there]) =>
      lookAtPaths(
        target.session,
        mounts.map((mount) => placeOnTarget(mount, here.rootDir, there.rootDir)),
      ),
    ),
    Promise.all(mounts.map(({ name }) => (name === undefined ? undefined : source.engine.volume(name)))),
    Promise.all(mounts.map(({ name }) => (name === undefined ? undefined : target.engine.volume(name)))),
    Promise.all(mounts.map(({ name }) => (name === undefined ? [] : source.engine.volumeUsers(name)))),
  ]);
  return mounts.flatMap((mount, index) => {
    const [here, there] = [onSource[index], onTarget[index]];
    if (here === undefined || there === undefined) return [];
    return [
      {
        mount,
        treatment: treatmentOf(mount, here.fileSystem, here.kind),
        options: volumes[index]?.options ?? {},
        onSource: here,
        onTarget: there,
        volumeExists: volumesThere[index] !== undefined,
        otherUsers: (users[index] ?? []).filter((user) => user !== container.name),
      },
    ];
  });
}

/** A bind mount keeps its path; a volume lies below its engine's folder. */
export function placeOnTarget(mount: Mount, sourceRoot: string, targetRoot: string): string {
  return mount.kind === 'volume' && mount.source.startsWith(`${sourceRoot}/`)
    ? posix.join(targetRoot, mount.source.slice(sourceRoot.length))
    : mount.source;
}

/** Parts of the host's own system: a container that mounts them wants those of the host it runs on. */
const systemPath = /^\/(proc|sys|dev|run|var\/run|etc|usr|lib|lib64|bin|sbin|boot)(\/|$)/;

export function treatmentOf(mount: Mount, fileSystem: string, kind: string): MountTreatment {
  if (isNetworkFileSystem(fileSystem)) return 'attach';
  if (mount.kind === 'volume') return mount.driver === 'local' ? 'copy' : 'attach';
  return systemPath.test(mount.source) || kind === 'socket' || kind === 'device' ? 'attach' : 'copy';
}

async function missing(session: Session, paths: readonly string[]): Promise<string[]> {
  const facts = await lookAtPaths(session, paths);
  return paths.filter((_, index) => facts[index]?.kind === 'missing');
}
