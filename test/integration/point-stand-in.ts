/**
 * A stand-in for the store: a restore point as plain files in a folder, filled directly from a container on a test host, by
 * Shiplock's own dump. What a restore makes of a point is tested with it, whatever the store does.
 */
import { createReadStream, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PointImage, PointReader } from '../../electron/backups/restore/point-reader.ts';
import { type Description, description, type Place } from '../../electron/backups/restore-point.ts';
import { dump } from '../../electron/checkpoint/dump.ts';
import { type Vitals, vitals } from '../../electron/checkpoint/vitals.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import type { Container } from '../../electron/engines/container.ts';
import type { Engine } from '../../electron/engines/engine.ts';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { markContainer, unmarkContainer } from '../../electron/migration/mark.ts';
import { closeWorkspace, openWorkspace, workspaceBytes } from '../../electron/migration/workspace.ts';
import { lookAtPaths } from '../../electron/preflight/paths.ts';
import { fateOfConnections } from '../../electron/preflight/connections.ts';
import type { EdgeHost } from '../edge/host.ts';
import { hostOf } from '../edge/known-host.ts';

const key = 'stand-in';
const noRoot = '0'.repeat(64);

/** Takes a point of a running container into that folder, which is made. The container is paused meanwhile. */
export async function takePoint(host: EdgeHost, name: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  using session = await connect(hostOf(host));
  const engine = await openDocker(session);
  try {
    const container = await engine.container(name);
    if (container === undefined) throw new Error(`no container ${name} on ${host.name}`);
    const { id } = container;
    await markContainer(session, { containerId: id, key }, name);
    const { memoryBytes } = await vitals(session, engine.runtimeRoot, id, container.pid);
    const workspace = await openWorkspace(session, key, workspaceBytes(memoryBytes, false));
    await session.script('pause', engine.pauseProgram(id), []);
    try {
      await keep(session, engine, container, { folder, workspace });
    } finally {
      await engine.unpause(id);
      await closeWorkspace(session, key);
      await unmarkContainer(session, { containerId: id, key });
    }
  } finally {
    engine.close();
  }
}

interface Folders {
  /** On this machine. */
  readonly folder: string;
  /** On the host. */
  readonly workspace: string;
}

async function keep(
  session: Session,
  engine: Engine,
  container: Container,
  { folder, workspace }: Folders,
): Promise<void> {
  const lived = await vitals(session, engine.runtimeRoot, container.id, container.pid);
  const { bytes } = await dump({
    session,
    runtimeRoot: engine.runtimeRoot,
    containerId: container.id,
    key,
    images: `${workspace}/images`,
    work: `${workspace}/log`,
    limitSeconds: 60,
  });
  await save(session, tarOf(`${workspace}/images`), path.join(folder, 'checkpoint.tar'));
  const places = await placesOf(session, engine, container);
  for (const place of places) await save(session, tarOf(place.path, place.kind), placeFile(folder, place));
  const image = await engine.image(container.imageId);
  if (image === undefined) throw new Error(`no image of ${container.name}`);
  await save(session, ['docker', 'save', container.imageName], path.join(folder, 'image.tar'));
  await save(session, ['docker', 'save', image.configDigest], path.join(folder, 'nameless-image.tar'));
  const facts = await engine.facts();
  const volumes = await Promise.all(places.flatMap(({ name }) => (name ? [engine.volume(name)] : [])));
  const known: Description = {
    version: 1,
    at: new Date().toISOString(),
    host: session.host.name,
    container: { ...container },
    engine: { kind: facts.kind, version: facts.version, criu: '4.2.1', kernel: '6' },
    image: image.id,
    layers: [],
    volumes: volumes.flatMap((volume) => (volume === undefined ? [] : [{ ...volume }])),
    places: places.map((place) => ({ ...place })),
    checkpoint: { root: noRoot as Place['root'], bytes, pausedMs: 0 },
    connections: fateOfConnections(container, lived.sockets).fate,
    log: '',
  };
  const kept = { image: { configDigest: image.configDigest, architecture: 'amd64', bytes: image.sizeBytes } };
  writeFileSync(path.join(folder, 'point.json'), JSON.stringify({ known, lived, ...kept }));
}

async function placesOf(session: Session, engine: Engine, container: Container): Promise<Place[]> {
  const place = (kind: Place['kind'], destination: string, from: string): Place => {
    return { kind, destination, path: from, root: noRoot as Place['root'], files: 1, bytes: 4096 };
  };
  const binds = container.mounts.filter(({ kind }) => kind === 'bind').map(({ source }) => source);
  const looked = await lookAtPaths(session, binds);
  const isFile = (source: string): boolean => looked[binds.indexOf(source)]?.kind === 'file';
  return [
    place('rw-layer', '/', await engine.rwLayerFolder(container)),
    ...container.mounts.flatMap(({ kind, name, anonymous, source, destination }) => {
      if (kind === 'bind') return [place(isFile(source) ? 'file' : 'folder', destination, source)];
      if (kind !== 'volume') return [];
      return [{ ...place('volume', destination, source), ...(anonymous ? {} : { name }) }];
    }),
  ];
}

function tarOf(from: string, kind: Place['kind'] = 'folder'): string[] {
  const [folder, name] = kind === 'file' ? [path.dirname(from), path.basename(from)] : [from, '.'];
  const form = ['--format=posix', '--numeric-owner', '--sparse', '--acls', '--xattrs', '--xattrs-include=*'];
  return ['tar', '--create', '--file=-', ...form, `--directory=${folder}`, '--', name];
}

async function save(session: Session, command: readonly string[], file: string): Promise<void> {
  const process = await session.open(command);
  process.stdin.end();
  process.stderr.resume();
  await pipeline(process.stdout, createWriteStream(file));
  const { status } = await process.exit;
  if (status !== 0) throw new Error(`status ${status}: ${command.join(' ')}`);
}

const placeFile = (folder: string, { destination }: Place): string =>
  path.join(folder, `place-${encodeURIComponent(destination)}.tar`);

export function readPoint(folder: string): PointReader {
  const kept = JSON.parse(readFileSync(path.join(folder, 'point.json'), 'utf8')) as {
    known: unknown;
    lived: Vitals;
    image: PointImage;
  };
  const { image, lived } = kept;
  const read = (file: string) => createReadStream(file);
  return {
    description: description.parse(kept.known),
    image,
    vitals: lived,
    checkpointTar: () => read(path.join(folder, 'checkpoint.tar')),
    placeTar: (place) => read(placeFile(folder, place)),
    [Symbol.dispose]: () => undefined,
    async imageArchive(engine, name) {
      if (name !== undefined && (await engine.image(name))?.configDigest === image.configDigest)
        return undefined;
      const stream = read(path.join(folder, name === undefined ? 'nameless-image.tar' : 'image.tar'));
      return { stream, manifestDigest: image.configDigest };
    },
  };
}
