/** What the contract promises of restore points: taken, listed, removed, checked, and their room freed. */
import { performance } from 'node:perf_hooks';
import type { AskSecret, CallOptions, Checked, Output } from '../shared/contract.ts';
import { ShiplockError } from '../shared/errors.ts';
import { prestoredPoint } from './backups/prestored-point.ts';
import { mendImages } from './backups/mend-images.ts';
import type { RestorePointName } from './backups/restore-point.ts';
import type { RestorePointSummary } from './backups/store/index/points.ts';
import { freeRoom } from './backups/store-room.ts';
import type { Digest } from './backups/store/layout.ts';
import type { Store } from './backups/store/store.ts';
import { takeRestorePoint } from './backups/take/take.ts';
import type { TakePhase } from './backups/take/take-request.ts';
import { clearDeadTakes } from './backups/take/traces.ts';
import type { Container } from './engines/container.ts';
import type { HomeStore } from './home-store.ts';
import type { Journal } from './journal/journal.ts';
import type { Prestored } from './migration/prestored.ts';
import { pacedCount } from './paced-count.ts';
import type { End } from './preflight/gather.ts';

const betweenProgressMs = 100;

export class RestorePoints {
  readonly #home: string;
  readonly #store: HomeStore;
  readonly #journal: Journal;
  readonly #open: (host: string, options: CallOptions) => Promise<End>;

  /** `home`: for what is passed to the store. `open`: a host, with what it left unfinished settled first. */
  constructor(
    home: string,
    store: HomeStore,
    journal: Journal,
    open: (host: string, options: CallOptions) => Promise<End>,
  ) {
    this.#home = home;
    this.#store = store;
    this.#journal = journal;
    this.#open = open;
  }

  /** A host that is about to be used: what backups that died have left there goes, if it can; the next one tries again. */
  async clearUp({ session, engine }: End, { signal }: CallOptions): Promise<void> {
    try {
      await clearDeadTakes(session, engine, this.#journal, this.#home);
    } catch {
      signal?.throwIfAborted();
    }
  }

  /** `byPolicy`: then the container must run, or 'not-alive' is thrown. */
  async take(
    { container: name, from, comment }: Checked<'backups.take'>,
    options: CallOptions,
    byPolicy = false,
  ): Promise<Output<'backups.take'>> {
    const { session, engine } = await this.#open(from, options);
    try {
      const container = await engine.container(name);
      if (container === undefined) {
        throw new ShiplockError(
          'not-found',
          { en: `There is no container ${name} on ${from}.`, zh: `${from} 上没有容器 ${name}。` },
          {
            remedy: {
              en: `To see those that there are: shiplock containers ${from}`,
              zh: `列出其容器：shiplock containers ${from}`,
            },
          },
        );
      }
      if (byPolicy && container.state !== 'running') throw doesNotRun(container, from);
      const store = await this.#store.made(options);
      let wireBytes = 0;
      const tell = teller(from, container.name, options);
      let point: string | undefined;
      try {
        const taken = await takeRestorePoint({
          session,
          engine,
          store,
          journal: this.#journal,
          container,
          comment,
          byPolicy,
          scratch: this.#home,
          onPhase: (phase) => tell(phase, wireBytes),
          onBytes: (bytes) => {
            wireBytes += bytes;
            tell(undefined, wireBytes);
          },
          signal: options.signal ?? new AbortController().signal,
        });
        point = taken.name;
        return { ...taken, leftOut: [...taken.leftOut], wireBytes };
      } finally {
        options.onEvent?.({ event: 'backup.ended', host: from, container: container.name, point });
      }
    } finally {
      engine.close();
    }
  }

  async list(
    { container, host, onlyIfAtHand }: Checked<'backups.list'>,
    options: CallOptions,
  ): Promise<Output<'backups.list'>> {
    const points =
      onlyIfAtHand === true
        ? ((await this.#store.atHand(options))?.list() ?? [])
        : await this.points(options);
    return points
      .toReversed()
      .filter((point) => container === undefined || point.container === container)
      .filter((point) => host === undefined || point.host === host)
      .map(({ image: _, ...point }) => point);
  }

  /** What exists: nothing, without asking for a passphrase, where there is no store yet. */
  async points(options: CallOptions): Promise<RestorePointSummary[]> {
    return this.#store.isThere ? (await this.#store.existing(options)).list() : [];
  }

  /**
   * What a move of the container takes from its latest restore point; undefined if there is none. Nobody is asked for a
   * passphrase: throws 'store-locked' where it is not at hand, and 'store-damaged'.
   */
  async prestored(
    { from, container }: { readonly from: string; readonly container: string },
    options: CallOptions,
  ): Promise<Prestored | undefined> {
    const store = await this.#store.atHand(options);
    return store === undefined ? undefined : prestoredPoint(store, from, container);
  }

  async remove(
    { point }: Checked<'backups.remove'>,
    options: CallOptions,
  ): Promise<Output<'backups.remove'>> {
    this.letGo(await this.#store.existing(options), [point as RestorePointName]);
    return { removed: point };
  }

  async verify(
    { points, from }: Checked<'backups.verify'>,
    options: CallOptions,
  ): Promise<Output<'backups.verify'>> {
    const store = await this.#store.existing(options);
    const { signal, onEvent } = options;
    const names = points as RestorePointName[] | undefined;
    let totalBytes = 0;
    const read = pacedCount((bytes) => onEvent?.({ event: 'verify.progress', bytes, totalBytes }));
    const onProgress = (bytes: number, total: number): void => {
      totalBytes = total;
      read.add(bytes - read.bytes);
    };
    const { blobs, bytes, damages } = await store.verify({ names, onProgress, signal });
    // What is whole of a damaged pack, or lies elsewhere too, serves the restore points from now on.
    const repaired = damages.length > 0 ? (await store.repair()).replaced : [];
    const ofImages = damages.flatMap(({ part, digest }) => (part === 'image' ? [digest] : []));
    const mended =
      from === undefined || ofImages.length === 0 ? [] : await this.#mend(store, from, ofImages, options);
    const told = damages.map(({ digest, part, problem, restorePoints, images }) => ({
      blob: digest,
      part,
      problem,
      affects: [...restorePoints, ...images],
      isRepaired: repaired.includes(digest) || mended.includes(digest),
    }));
    return { blobs, bytes, damages: told };
  }

  async #mend(
    store: Store,
    host: string,
    damaged: readonly Digest[],
    options: CallOptions,
  ): Promise<Digest[]> {
    const { session, engine } = await this.#open(host, options);
    try {
      const onBytes = (): void => undefined;
      return await mendImages({ session, engine, store, damaged, onBytes, signal: options.signal });
    } finally {
      engine.close();
    }
  }

  /** The store is opened twice for it: whoever has given the passphrase is not asked again. */
  async rebuildIndex(options: CallOptions): Promise<Output<'backups.rebuildIndex'>> {
    const once = { ...options, askSecret: askingOnce(options.askSecret) };
    const damages = await this.#store.rebuildIndex(once);
    const points = (await this.#store.existing(once)).list().length;
    return { points, damages };
  }

  async prune({ keep }: Checked<'backups.prune'>, options: CallOptions): Promise<Output<'backups.prune'>> {
    const store = await this.#store.existing(options);
    const removed = keep === undefined ? [] : beyond(store.list(), keep);
    this.letGo(store, removed);
    const { blobs, bytes } = await freeRoom(store);
    return { removed, removedBlobs: blobs, freedBytes: bytes };
  }

  /** They are gone, which the history tells; their room is given back by the next pruning. */
  letGo(store: Store, points: readonly RestorePointName[]): void {
    if (points.length === 0) return;
    store.remove(...points);
    for (const point of points) this.#journal.history.append('restore-point-removed', { point });
  }
}

/** Gives the last answer again, unless it was wrong. */
function askingOnce(ask: AskSecret = async () => undefined): AskSecret {
  let last: ReturnType<AskSecret> | undefined;
  return (request) => {
    if (last === undefined || request.isRetry) last = ask(request);
    return last;
  };
}

/** What policies keep would in time be such points only, and the last with its memory gone. */
const doesNotRun = ({ name, state }: Container, host: string): ShiplockError =>
  new ShiplockError(
    'not-alive',
    {
      en: `${name} on ${host} does not run: it is ${state}.`,
      zh: `${host} 上的 ${name} 没有在运行：其状态为 ${state}。`,
    },
    {
      state: {
        en: 'No restore point was made by the policy; those that there are stay.',
        zh: '策略没有创建还原点；已有的还原点保留。',
      },
      remedy: {
        en: `Start it; or take one of its files by hand: shiplock backup ${name} --from ${host}`,
        zh: `请启动它；或手动创建只含文件的还原点：shiplock backup ${name} --from ${host}`,
      },
    },
  );

/** All but the latest of each container on each host. */
function beyond(points: readonly RestorePointSummary[], keep: number): RestorePointName[] {
  const seen = new Map<string, number>();
  return points
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .filter(({ host, container }) => {
      const id = JSON.stringify([host, container]);
      const count = (seen.get(id) ?? 0) + 1;
      seen.set(id, count);
      return count > keep;
    })
    .map(({ name }) => name);
}

/** At most ten times a second, and at every new phase. */
function teller(host: string, container: string, { onEvent }: CallOptions) {
  let current: TakePhase = 'image';
  let toldAt = Number.NEGATIVE_INFINITY;
  return (phase: TakePhase | undefined, wireBytes: number): void => {
    const now = performance.now();
    if (phase === undefined && now - toldAt < betweenProgressMs) return;
    current = phase ?? current;
    toldAt = now;
    onEvent?.({ event: 'backup.progress', host, container, phase: current, wireBytes });
  };
}
