/** The moment that a restore point is of: its files and, of a container that runs, its memory. */
import { ShiplockError } from '../../../shared/errors.ts';
import { vitals } from '../../checkpoint/vitals.ts';
import type { Take } from '../../journal/takes.ts';
import { readyForRounds } from '../../migration/comparable-copies.ts';
import { dumpLimitSeconds } from '../../migration/dump-limit.ts';
import { openWorkspace, workspaceBytes } from '../../migration/workspace.ts';
import { fateOfConnections } from '../../preflight/connections.ts';
import type { Description, Place } from '../restore-point.ts';
import type { Addition } from '../store/addition.ts';
import type { AssembledTree } from '../tree/assembly.ts';
import type { Earlier } from './earlier.ts';
import { storeImages } from './host-images.ts';
import { pauseWithCopy } from './pause.ts';
import { completePlace, copyPlace } from './place-files.ts';
import type { PlaceRequest } from './place-request.ts';
import type { HostPlace } from './places.ts';
import { RestlessFiles } from './restless.ts';
import type { TakeRequest } from './take-request.ts';
import { clonesOf } from './traces.ts';

/** What of a restore point is of one moment. */
export interface Moment
  extends Pick<
    Description,
    'at' | 'places' | 'checkpoint' | 'withoutMemory' | 'vitals' | 'connections' | 'restless'
  > {
  /** How long the container stood still for it. */
  readonly pausedMs: number;
}

/** Of a container that runs, and runs again while what was kept is fetched. */
export async function takeRunning(
  request: TakeRequest,
  take: Take,
  addition: Addition,
  places: readonly HostPlace[],
  earlier: Earlier,
): Promise<Moment> {
  const { session, engine, container, onPhase, onBytes, signal } = request;
  const { runtimeRoot } = engine;
  const alive = await vitals(session, runtimeRoot, container.id, container.pid);
  const { memoryBytes, sockets } = alive;
  const workspace = await openWorkspace(session, take.key, workspaceBytes(memoryBytes, false));
  await readyForRounds(session, container.pid);
  const clones = await clonesOf(engine, take);
  const copies = new Map<HostPlace, AssembledTree>();
  const restless = new RestlessFiles(earlier.restless);
  const requestFor = placeRequests(request, workspace, clones, addition);
  const requestOf = (place: HostPlace) => ({ ...requestFor(place), restless });
  const pause = await pauseWithCopy(
    {
      session,
      runtimeRoot,
      containerId: container.id,
      container: container.name,
      key: take.key,
      workspace,
      places,
      clones,
      limitSeconds: dumpLimitSeconds(memoryBytes),
      signal,
    },
    async (since) => {
      onPhase('files');
      for (const place of places) {
        const base = copies.get(place)?.root ?? earlier.root(place);
        copies.set(place, await copyPlace(requestOf(place), since, base));
      }
      onPhase('pause');
    },
    restless,
  );
  restless.copiedIn(pause.keptMs);
  onPhase('fetch');
  const taken: Place[] = [];
  for (const [number, place] of places.entries()) {
    const copy = copies.get(place);
    if (copy === undefined) throw new Error(`${place.path} was not copied`);
    const kept = { folder: pause.folder, number };
    const whole = await completePlace(requestOf(place), kept, copy.root, earlier.root(place));
    taken.push(placeOf(place, whole));
  }
  const { at, dump, pausedMs } = pause;
  const { fate } = fateOfConnections(container, sockets);
  const files = { at, places: taken, connections: fate, pausedMs, restless: restless.learned() };
  if (dump instanceof ShiplockError) return { ...files, withoutMemory: dump.text };
  const base = earlier.checkpoint;
  const stored = await storeImages({ session, folder: pause.folder, addition, base, onBytes, signal });
  return { ...files, checkpoint: { ...stored, pausedMs }, vitals: alive };
}

/** Of one that does not: nothing in it changes meanwhile. */
export async function takeStopped(
  request: TakeRequest,
  take: Take,
  addition: Addition,
  places: readonly HostPlace[],
  earlier: Earlier,
): Promise<Moment> {
  const { session, engine, container } = request;
  const { restless } = earlier;
  const workspace = await openWorkspace(session, take.key, workspaceBytes(0, false));
  const clones = await clonesOf(engine, take);
  const requestFor = placeRequests(request, workspace, clones, addition);
  const at = new Date().toISOString();
  const taken: Place[] = [];
  for (const place of places) {
    // Nothing is so late that it could not be trusted: nobody writes.
    const since = Math.floor(Date.now() / 1000);
    taken.push(placeOf(place, await copyPlace(requestFor(place), since, earlier.root(place))));
  }
  const withoutMemory = {
    en: `It did not run: it was ${container.state}.`,
    zh: `它没有在运行：其状态为 ${container.state}。`,
  };
  return { at, places: taken, connections: 'none', withoutMemory, pausedMs: 0, restless };
}

const placeRequests =
  (
    { session, scratch, onBytes, signal }: TakeRequest,
    workspace: string,
    clones: string,
    addition: Addition,
  ) =>
  (place: HostPlace): PlaceRequest => ({
    ...{ session, place, addition, scratch, onBytes, signal },
    passing: `${workspace}/blocks`,
    clones,
  });

const placeOf = (
  { kind, destination, path, name }: HostPlace,
  { root, files, bytes }: AssembledTree,
): Place => ({ kind, destination, path, ...(name === undefined ? {} : { name }), root, files, bytes });
