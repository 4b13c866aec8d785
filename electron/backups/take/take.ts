/**
 * Takes a restore point of a container: everything that it takes to have it again on any host. A container that runs stands
 * still for one short pause, which all of it is of; it runs again while that is fetched.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { asShiplockError, ShiplockError, toErrorData } from '../../../shared/errors.ts';
import type { Words } from '../../../shared/words.ts';
import { readHostFacts } from '../../hosts/facts.ts';
import type { Take, TakeOutcome } from '../../journal/takes.ts';
import { backupKeyPrefix, markContainer } from '../../migration/mark.ts';
import type { Description, RestorePointName } from '../restore-point.ts';
import { storeAddedFiles } from './added-files.ts';
import { earlierPoint } from './earlier.ts';
import { indexLayers } from './index-layers.ts';
import { logTail } from './log-tail.ts';
import { takeRunning, takeStopped } from './moment.ts';
import { placesOf } from './places.ts';
import { takeImage } from './take-image.ts';
import type { TakeRequest } from './take-request.ts';
import { clearTraces, scratchOf } from './traces.ts';

export interface TakenPoint {
  readonly name: RestorePointName;
  /** How long the container stood still; 0 for one that did not run. */
  readonly pausedMs: number;
  /** By which the store grew. */
  readonly addedBytes: number;
  /** Why there is no memory in it. */
  readonly withoutMemory?: Words | undefined;
  /** Where the container sees what is not its own, and so is not in it. */
  readonly leftOut: readonly string[];
}

/**
 * When this rejects there is no restore point, and the container is as it was. Throws 'busy' while the container is being
 * moved or backed up, 'incomplete', 'disk-full' of the laptop or the host, 'link-lost', or the signal's reason.
 */
export async function takeRestorePoint(request: TakeRequest): Promise<TakenPoint> {
  const { session, journal, container } = request;
  const key = `${backupKeyPrefix}${randomBytes(5).toString('hex')}`;
  const take: Take = {
    key,
    host: session.host.name,
    containerId: container.id,
    containerName: container.name,
  };
  journal.takes.begin(take);
  const scratch = scratchOf(request.scratch, take);
  try {
    mkdirSync(scratch, { mode: 0o700 });
    await markContainer(session, take, container.name);
    const taken = await carryOut({ ...request, scratch }, take);
    await end(request, take, { restorePoint: taken.name });
    return taken;
  } catch (thrown) {
    const error = told(asShiplockError(thrown), request);
    await end(request, take, { error: toErrorData(error) });
    throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** With what state things are in, where the part that failed did not know. */
function told(error: ShiplockError, { session, container }: TakeRequest): ShiplockError {
  const asBefore = {
    en: `No restore point was made; ${container.name} on ${session.host.name} is as before.`,
    zh: `没有创建还原点；${session.host.name} 上的 ${container.name} 一切照旧。`,
  };
  const again = {
    en: 'The details say more, if there are any; try again.',
    zh: '如有详细信息，其中说明了原因；请重试。',
  };
  const { code, text, state = asBefore, remedy = again, details, findings } = error;
  return new ShiplockError(code, text, { state, remedy, details, findings, cause: error });
}

/** What came of it stands, whether or not the host can be cleared up just now. */
async function end(
  { session, engine, journal }: TakeRequest,
  take: Take,
  outcome: TakeOutcome,
): Promise<void> {
  try {
    await clearTraces(session, engine, take);
  } catch {
    journal.takes.leave(take, outcome);
    return;
  }
  journal.takes.end(take, outcome);
}

async function carryOut(request: TakeRequest, take: Take): Promise<TakenPoint> {
  const { session, engine, store, container, scratch, onPhase, signal } = request;
  using addition = store.begin();
  const earlier = await earlierPoint(store, session.host.name, container.name);
  onPhase('image');
  const image = await takeImage(request, addition);
  const layers = await indexLayers(image, earlier.layers, addition, scratch, signal);
  const { places, volumes, leftOut } = await placesOf(session, engine, container);
  const added = await storeAddedFiles({ ...request, addition });
  const { pausedMs, ...moment } =
    container.state === 'running'
      ? await takeRunning(request, take, addition, places, earlier)
      : await takeStopped(request, take, addition, places, earlier);
  onPhase('finish');
  const facts = await readHostFacts(session, { signal });
  const description: Description = {
    version: 1,
    ...moment,
    host: session.host.name,
    container: {
      id: container.id,
      name: container.name,
      definition: { ...container.definition },
      imageName: container.imageName,
      restartPolicy: container.restartPolicy,
      pid: container.pid,
    },
    engine: {
      kind: 'docker',
      version: (await engine.facts()).version,
      criu: facts.tools.criu?.version ?? '',
      kernel: facts.kernel,
    },
    image: image.manifest.digest,
    layers,
    ...(added === undefined ? {} : { added }),
    volumes: volumes.map(({ name, driver, options, labels }) => ({
      name,
      driver,
      options: { ...options },
      labels: { ...labels },
    })),
    log: await logTail(session, engine, container),
    ...(request.comment === undefined ? {} : { comment: request.comment }),
    ...(request.byPolicy === true ? { byPolicy: true } : {}),
  };
  signal.throwIfAborted();
  const name = await addition.commit(description);
  return {
    name,
    pausedMs,
    addedBytes: addition.addedBytes,
    withoutMemory: moment.withoutMemory,
    leftOut,
  };
}
