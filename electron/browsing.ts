/** What the contract promises of looking into restore points: without any host, reading no more than is looked at. */
import { resolve } from 'node:path';
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { ShiplockError } from '../shared/errors.ts';
import type { StoredFile } from '../shared/model.ts';
import { sentences } from '../shared/words.ts';
import { diffTrees } from './backups/browse/diff.ts';
import { extract } from './backups/browse/extract.ts';
import { readText } from './backups/browse/read-text.ts';
import { searchNames } from './backups/browse/search.ts';
import type { Seen } from './backups/browse/view.ts';
import { StoredCheckpoint } from './backups/checkpoint/stored-checkpoint.ts';
import type { Description, Place, RestorePointName } from './backups/restore-point.ts';
import type { Store } from './backups/store/store.ts';
import { viewOf } from './backups/stored-view.ts';
import type { Entry } from './backups/tree/entry.ts';
import { printedPath, treePath } from './backups/tree/path.ts';
import { pageOf, TreeReader } from './backups/tree/tree-reader.ts';
import { readCheckpoint } from './checkpoint/images/checkpoint.ts';
import { heldSockets } from './checkpoint/images/held-sockets.ts';
import { pacedCount } from './paced-count.ts';

export class Browsing {
  readonly #store: (options: CallOptions) => Promise<Store>;

  constructor(store: (options: CallOptions) => Promise<Store>) {
    this.#store = store;
  }

  async show({ point }: Checked<'backups.show'>, options: CallOptions): Promise<Output<'backups.show'>> {
    const { store, description } = await this.#open(point, options);
    const summary = store.list().find(({ name }) => name === point);
    if (summary === undefined)
      throw new ShiplockError('not-found', {
        en: `There is no restore point ${point}.`,
        zh: `没有还原点 ${point}。`,
      });
    const { image: _, ...shown } = summary;
    const { container, places, checkpoint, withoutMemory, log } = description;
    return {
      ...shown,
      image: container.imageName,
      ...(checkpoint === undefined ? {} : { pausedMs: checkpoint.pausedMs }),
      ...(withoutMemory === undefined ? {} : { withoutMemory }),
      places: places.map(({ root: __, ...place }) => place),
      definition: container.definition,
      log,
    };
  }

  async processes(
    { point }: Checked<'backups.processes'>,
    options: CallOptions,
  ): Promise<Output<'backups.processes'>> {
    const { store, description } = await this.#open(point, options);
    if (description.checkpoint === undefined) {
      throw new ShiplockError(
        'not-found',
        sentences(
          { en: `${point} has no memory, so no processes.`, zh: `${point} 不含内存，因此没有进程。` },
          description.withoutMemory,
        ),
      );
    }
    const images = await StoredCheckpoint.open(store, description.checkpoint.root);
    const { processes } = await readCheckpoint(images);
    return {
      processes: processes.map(({ threads, user, command, openFiles, memoryMap, ...rest }) => {
        const { pid, parent, name, state, program, workingFolder, memoryBytes } = rest;
        return {
          ...{ pid, parent, name, state, threads: threads.length, program, workingFolder, memoryBytes },
          user: user?.effective,
          command: command === undefined ? undefined : [...command],
          openFiles: openFiles.map(({ number, shown }) => ({ number, shown })),
          memoryMap: memoryMap.map(({ range, bytes, access, holds, path }) => ({
            range,
            bytes,
            access,
            holds,
            path,
          })),
        };
      }),
      sockets: heldSockets(processes).map(({ shown, holders }) => ({
        shown,
        holders: holders.map(({ pid }) => pid),
      })),
    };
  }

  async browse(
    { point, path, view: which, after, limit }: Checked<'backups.browse'>,
    options: CallOptions,
  ): Promise<Output<'backups.browse'>> {
    const { store, description } = await this.#open(point, options);
    const view = viewOf(store, description, which);
    const at = await view.at(treePath(Buffer.from(path)));
    const listed = view.list(at, after === undefined ? undefined : Buffer.from(after));
    const entries = await pageOf(listed, limit + 1);
    return {
      at: shownFile(at),
      entries: entries.slice(0, limit).map(shownFile),
      hasMore: entries.length > limit,
    };
  }

  async search(
    { point, path, view: which, name, limit }: Checked<'backups.search'>,
    options: CallOptions,
  ): Promise<Output<'backups.search'>> {
    const { store, description } = await this.#open(point, options);
    const view = viewOf(store, description, which);
    const from = await view.at(treePath(Buffer.from(path)));
    const { found, looked, hasMore } = await searchNames(view, from, {
      name,
      limit,
      signal: options.signal,
      onProgress: (fresh, count) =>
        options.onEvent?.({
          event: 'search.progress',
          point,
          found: fresh.map(shownFile),
          looked: count,
        }),
    });
    return { found: found.map(shownFile), looked, hasMore };
  }

  async read(
    { point, path, view: which }: Checked<'backups.read'>,
    options: CallOptions,
  ): Promise<Output<'backups.read'>> {
    const { store, description } = await this.#open(point, options);
    const view = viewOf(store, description, which);
    const raw = treePath(Buffer.from(path));
    // A link that leads nowhere is shown as what it is.
    const at = await view.linkedFile((await view.find(raw, { followsLast: true })) ?? (await view.at(raw)));
    const { text, bytesRead } = await readText(view, at, mostBytesRead);
    const hasMore = at.entry.kind === 'file' && at.entry.bytes > bytesRead;
    return { at: shownFile(at), hasMore, ...(text !== undefined && { text }) };
  }

  async extract(
    { point, path, view: which, out }: Checked<'backups.extract'>,
    options: CallOptions,
  ): Promise<Output<'backups.extract'>> {
    const { store, description } = await this.#open(point, options);
    const view = viewOf(store, description, which);
    const from = await view.at(treePath(Buffer.from(path)));
    const place = resolve(out);
    using _ = store.hold();
    const written = pacedCount((bytes) =>
      options.onEvent?.({ event: 'archive.progress', file: place, bytes }),
    );
    const { files, bytes, remarks, remarkCount } = await extract(view, from, place, {
      signal: options.signal,
      onBytes: written.add,
    });
    return {
      out: place,
      files,
      bytes,
      remarkCount,
      remarks: remarks.map((remark) => ({ path: remark.path, why: remark.why })),
    };
  }

  async diff(
    { before, after, limit }: Checked<'backups.diff'>,
    options: CallOptions,
  ): Promise<Output<'backups.diff'>> {
    const { store, description: then } = await this.#open(before, options);
    const { description: now } = await this.#open(after, options);
    const differences: Output<'backups.diff'>['differences'] = [];
    for (const [old, fresh] of pairsOf(then, now)) {
      const place = old ?? fresh;
      if (place === undefined) continue;
      if (old === undefined || fresh === undefined) {
        differences.push({
          path: place.destination,
          is: old === undefined ? 'added' : 'removed',
          respects: [],
        });
        continue;
      }
      for await (const difference of diffTrees(
        new TreeReader(store, old.root),
        new TreeReader(store, fresh.root),
      )) {
        if (differences.length === limit) return { differences, hasMore: true };
        const respects = difference.is === 'changed' ? [...difference.respects] : [];
        differences.push({ path: within(place, difference.path), is: difference.is, respects });
      }
    }
    return { differences, hasMore: false };
  }

  async #open(point: string, options: CallOptions): Promise<{ store: Store; description: Description }> {
    const store = await this.#store(options);
    return { store, description: await store.describe(point as RestorePointName) };
  }
}

const mostBytesRead = 256_000;

function pairsOf(before: Description, after: Description): [Place | undefined, Place | undefined][] {
  const isSame = (a: Place, b: Place): boolean => a.kind === b.kind && a.destination === b.destination;
  return [
    ...before.places.map((old): [Place, Place | undefined] => [
      old,
      after.places.find((each) => isSame(old, each)),
    ]),
    ...after.places
      .filter((fresh) => !before.places.some((old) => isSame(old, fresh)))
      .map((fresh): [undefined, Place] => [undefined, fresh]),
  ];
}

function within({ destination }: Place, path: Buffer): string {
  if (path.length === 0) return destination;
  return destination === '/' ? printedPath(path) : `${destination}${printedPath(path)}`;
}

function shownFile({ path, entry }: Seen): StoredFile {
  const { kind, mode, uid, gid, mtimeNs } = entry;
  return {
    ...{ path: printedPath(path), kind, mode, uid, gid },
    changedAt: new Date(Number(mtimeNs / 1_000_000n)).toISOString(),
    ...(entry.kind === 'file' ? { bytes: entry.bytes } : {}),
    ...targetOf(entry),
  };
}

function targetOf(entry: Entry): { target?: string } {
  if (entry.kind === 'link') return { target: entry.target.toString('utf8') };
  return entry.kind === 'hard-link' ? { target: printedPath(entry.target) } : {};
}
