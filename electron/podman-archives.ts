/** What the contract promises of archives for Podman, and from it. */
import { resolve } from 'node:path';
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { exportPoint } from './backups/podman/export-point.ts';
import { importArchive } from './backups/podman/import-archive.ts';
import type { RestorePointName } from './backups/restore-point.ts';
import type { HomeStore } from './home-store.ts';
import type { Journal } from './journal/journal.ts';
import { pacedCount } from './paced-count.ts';

export class PodmanArchives {
  readonly #store: HomeStore;
  readonly #journal: Journal;
  readonly #home: string;

  constructor(store: HomeStore, journal: Journal, home: string) {
    this.#store = store;
    this.#journal = journal;
    this.#home = home;
  }

  async import(
    { file, imageFile, name, from, comment }: Checked<'podman.import'>,
    options: CallOptions,
  ): Promise<Output<'podman.import'>> {
    const store = await this.#store.made(options);
    const archive = resolve(file);
    const read = pacedCount((bytes) =>
      options.onEvent?.({ event: 'archive.progress', file: archive, bytes }),
    );
    const imported = await importArchive({
      ...{ store, file: archive, name, host: from, comment, scratch: this.#home },
      imageFile: imageFile === undefined ? undefined : resolve(imageFile),
      onBytes: read.add,
      signal: options.signal ?? new AbortController().signal,
    });
    this.#journal.history.append('restore-point-imported', { point: imported.name, file: archive });
    return { ...store.summary(imported.name), leftOut: [...imported.leftOut] };
  }

  async export(
    { point, ...places }: Checked<'podman.export'>,
    options: CallOptions,
  ): Promise<Output<'podman.export'>> {
    const store = await this.#store.existing(options);
    const [out, imageOut] = [resolve(places.out), resolve(places.imageOut)];
    const written = pacedCount((bytes) => options.onEvent?.({ event: 'archive.progress', file: out, bytes }));
    const exported = await exportPoint({
      ...{ store, point: point as RestorePointName, out, imageOut, signal: options.signal },
      onBytes: written.add,
    });
    const { imageName, notInArchive, volumes, closesConnections } = exported;
    return {
      ...{ out, imageOut, imageName, closesConnections },
      notInArchive: [...notInArchive],
      volumes: [...volumes],
    };
  }
}
