/** What the contract promises of archives for Podman, and from it. */
import { resolve } from 'node:path';
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { exportPoint } from './backups/podman/export-point.ts';
import type { RestorePointName } from './backups/restore-point.ts';
import { pacedCount } from './paced-count.ts';
import type { RestorePoints } from './restore-points.ts';

export class PodmanArchives {
  readonly #points: RestorePoints;

  constructor(points: RestorePoints) {
    this.#points = points;
  }

  async export(
    { point, ...places }: Checked<'podman.export'>,
    options: CallOptions,
  ): Promise<Output<'podman.export'>> {
    const store = await this.#points.existing(options);
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
