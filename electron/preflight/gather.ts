/** Asks both hosts for everything that the checks and the plan need; changes nothing on either. */
import { posix } from 'node:path';
import { countMappedLocks } from '../checkpoint/mapped-locks.ts';
import { vitals as readVitals } from '../checkpoint/vitals.ts';
import type { Container, Engine, ImageFacts, Mount } from '../engines/engine.ts';
import { readHostFacts } from '../hosts/facts.ts';
import type { Session } from '../hosts/session.ts';
import { hasSameImage } from '../transfer/image.ts';
import { isNetworkFileSystem, lookAtPaths } from './paths.ts';
import type { HostView, MountTreatment, MountView, Subject } from './subject.ts';

export interface End {
  readonly session: Session;
  readonly engine: Engine;
}

export async function viewHost({ session, engine }: End): Promise<HostView> {
  const facts = await engine.facts();
  return {
    name: session.host.name,
    engine: facts,
    facts: await readHostFacts(session, { dockerRoot: facts.rootDir }),
  };
}

export async function gather(
  source: End,
  target: End,
  container: Container,
  replaceData: boolean,
): Promise<Subject> {
  const [sourceView, targetView] = await Promise.all([viewHost(source), viewHost(target)]);
  const [image, nameTaken, networks, vitals, mappedLocks, mounts, missingDevices, [rwLayer]] =
    await Promise.all([
      source.engine.image(container.imageId),
      target.engine.container(container.name).then((found) => found !== undefined),
      target.engine.networks(),
      readVitals(source.session, source.engine.runtimeRoot, container.id, container.pid),
      countMappedLocks(source.session, source.engine.runtimeRoot, container.id),
      viewMounts(source, target, container, sourceView.engine.rootDir, targetView.engine.rootDir),
      missing(target.session, container.devices),
      container.pid > 0
        ? source.engine.rwLayerFolder(container).then((folder) => lookAtPaths(source.session, [folder]))
        : [undefined],
    ]);
  const imageOnTarget = await lookAtImage(target.engine, container, image);
  const namedImage = await source.engine.image(container.imageName);
  return {
    container,
    vitals,
    mappedLocks,
    image,
    ...imageOnTarget,
    imageNameStale: image !== undefined && namedImage?.id !== image.id,
    rwLayerBytes: rwLayer?.bytes ?? 0,
    mounts,
    source: sourceView,
    target: targetView,
    nameTaken,
    networks,
    missingDevices,
    replaceData,
  };
}

async function lookAtImage(
  engine: Engine,
  { imageName }: Container,
  image: ImageFacts | undefined,
): Promise<Pick<Subject, 'imageBytes' | 'imageNameTaken'>> {
  if (image === undefined) return { imageBytes: 0, imageNameTaken: false };
  const isThere = await hasSameImage(engine, image, imageName);
  const imageNameTaken = !isThere && (await engine.image(imageName)) !== undefined;
  const present = await engine.layersPresent(image);
  const isComplete = isThere || image.layers.every(({ archivePath }) => present.has(archivePath));
  return { imageBytes: isComplete ? 0 : image.sizeBytes, imageNameTaken };
}

async function viewMounts(
  source: End,
  target: End,
  container: Container,
  sourceRoot: string,
  targetRoot: string,
): Promise<MountView[]> {
  const mounts = container.mounts.filter(({ kind }) => kind !== 'tmpfs');
  const placesOnTarget = mounts.map((mount) => placeOnTarget(mount, sourceRoot, targetRoot));
  const [onSource, onTarget, volumes, volumesThere, users] = await Promise.all([
    lookAtPaths(
      source.session,
      mounts.map((mount) => mount.source),
    ),
    lookAtPaths(target.session, placesOnTarget),
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

function treatmentOf(mount: Mount, fileSystem: string, kind: string): MountTreatment {
  if (isNetworkFileSystem(fileSystem)) return 'attach';
  if (mount.kind === 'volume') return mount.driver === 'local' ? 'copy' : 'attach';
  return systemPath.test(mount.source) || kind === 'socket' || kind === 'device' ? 'attach' : 'copy';
}

async function missing(session: Session, paths: readonly string[]): Promise<string[]> {
  const facts = await lookAtPaths(session, paths);
  return paths.filter((_, index) => facts[index]?.kind === 'missing');
}
