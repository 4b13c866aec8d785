/** What the unavoidable parts of a freeze cost when each is timed alone, on the same two hosts. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { dump } from '../../electron/checkpoint/dump.ts';
import {
  awaitCheckpoint,
  forgetCheckpoint,
  installShim,
  letGo,
  shimName,
  shimPath,
} from '../../electron/checkpoint/shim.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import type { Engine } from '../../electron/engines/engine.ts';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { markContainer } from '../../electron/migration/mark.ts';
import { closeWorkspace, openWorkspace } from '../../electron/migration/workspace.ts';
import { sendDifference } from '../../electron/transfer/page-delta.ts';
import { relay } from '../../electron/transfer/relay.ts';
import { checkpointOptions, fileOptions, rsync } from '../../electron/transfer/rsync.ts';
import { until } from '../edge/condition.ts';
import type { EdgeHost } from '../edge/host.ts';
import { images } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import type { Stand } from './stand.ts';

export const floorParts = ['pause', 'dump', 'empty delta', 'restore'] as const;
/** Milliseconds. */
export type Floor = Readonly<Record<(typeof floorParts)[number], number>>;

const name = 'floor';
const copyName = 'floor-copy';

interface End {
  readonly session: Session;
  readonly engine: Engine;
}

/** Throws if any part fails; nothing of it stays on the hosts but the runtime. */
export async function measureFloor(stand: Stand, memoryMb: number): Promise<Floor> {
  await using stack = new AsyncDisposableStack();
  const [source, target] = await Promise.all([enter(stand.source, stack), enter(stand.target, stack)]);
  const key = randomBytes(5).toString('hex');
  stack.defer(() => clear(stand));
  await clear(stand);
  const bytes = memoryMb * 1.5 * 1024 * 1024 + 64 * 1024 * 1024;
  const [here, there] = await Promise.all(
    [source, target].map(async ({ session }) => {
      stack.defer(() => closeWorkspace(session, key));
      return openWorkspace(session, key, bytes);
    }),
  );

  await stand.source.shell(
    `docker run --detach --name ${name} --volume ${name}:/data ${images.gauge} --memory ${memoryMb}`,
  );
  const readings = `/var/lib/docker/volumes/${name}/_data/readings`;
  const count = async (): Promise<number> =>
    Number((await stand.source.run(['sh', '-c', `wc -l <${readings} || true`])).stdout);
  await until('the gauge counts', async () => (await count()) > 100, 120_000);
  const container = await source.engine.container(name);
  if (container === undefined) throw new Error('the gauge is gone');

  const pause = await timed(() =>
    source.session.script('pause', source.engine.pauseProgram(container.id), []),
  );
  const leased = { containerId: container.id, key: 'floor' };
  await markContainer(source.session, leased, name);
  const request = {
    session: source.session,
    runtimeRoot: source.engine.runtimeRoot,
    ...leased,
    work: `${here}/log`,
    limitSeconds: 300,
  };
  const oldImages = `${here}/old`;
  const newImages = `${here}/new`;
  const copy = `${there}/images`;
  await dump({ ...request, images: oldImages });
  // Twice, and the first is taken away: in a move, too, there is memory at hand for it.
  await dump({ ...request, images: newImages });
  await source.session.exec(['rm', '-rf', newImages]);
  const dumping = await timed(() => dump({ ...request, images: newImages, earlier: oldImages }));

  const ends = { source: source.session, target: target.session, route: relay, compression: 'none' } as const;
  const onBytes = (): void => undefined;
  const whole = { options: checkpointOptions, from: `${oldImages}/`, to: `${copy}/`, mayVanish: false };
  await rsync({ ...ends, ...whole, what: 'the checkpoint', onBytes });
  const delta = { oldImages, newImages, copy, onBytes, signal: AbortSignal.timeout(120_000) };
  const emptyDelta = await timed(() => sendDifference({ ...ends, ...delta }));

  const volume = await target.engine.createVolume({ name, driver: 'local', options: {}, labels: {} });
  const files = { options: fileOptions, from: `${path.dirname(readings)}/`, to: `${volume.mountpoint}/` };
  await rsync({ ...ends, ...files, mayVanish: false, what: 'the volume', onBytes });
  await installShim(target.session);
  await target.engine.registerRuntime(shimName, shimPath, () => undefined);
  const id = await target.engine.create({
    definition: container.definition,
    name: copyName,
    image: images.gauge,
    runtime: shimName,
  });
  await awaitCheckpoint(target.session, id, copy, 'close', []);
  stack.defer(() => forgetCheckpoint(target.session, id));
  await letGo(target.session, id);
  // As before the dump: memory that was in use a moment ago.
  await target.session.exec([
    'sh',
    '-c',
    'head -c "$1" /dev/zero >"$2" && rm "$2"',
    'sh',
    String(memoryMb << 20),
    `${there}/warm`,
  ]);
  const restore = await timed(() => target.engine.start(id));
  return { pause, dump: dumping, 'empty delta': emptyDelta, restore };
}

async function enter(host: EdgeHost, stack: AsyncDisposableStack): Promise<End> {
  const session = await connect(hostOf(host));
  stack.defer(() => session.close());
  const engine = await openDocker(session);
  stack.defer(() => engine.close());
  return { session, engine };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function clear({ source, target }: Stand): Promise<void> {
  const script = `docker rm --force --volumes ${name} ${copyName}; docker volume rm --force ${name}`;
  for (const host of [source, target]) await host.run(['sh', '-c', `{ ${script}; } >/dev/null 2>&1`]);
}
