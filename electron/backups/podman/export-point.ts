/** A restore point as an archive for `podman container restore --import`, and its image beside it. */
import { archiveEntriesOf } from './point-entries.ts';
import { refuseExisting, writeArchive, writeStream } from './archive-file.ts';
import { imageArchive } from '../images/image-archive.ts';
import { readStoredImage } from '../images/stored-image.ts';
import type { RestorePointName } from '../restore-point.ts';
import type { Store } from '../store/store.ts';

export interface ExportRequest {
  readonly store: Store;
  readonly point: RestorePointName;
  /** The archive; nothing may be there yet. */
  readonly out: string;
  /** Of the image, for `podman load`. */
  readonly imageOut: string;
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Exported {
  readonly imageName: string;
  /** Files of the host that Podman mounts, and the archive cannot bring: where they lie there, and in the container. */
  readonly notInArchive: readonly { readonly path: string; readonly destination: string }[];
  /** Folders of the host that become volumes. */
  readonly volumes: readonly string[];
  /** CRIU has to be told to close connections that were open. */
  readonly closesConnections: boolean;
}

/** Memory does not grow with the point. Throws 'usage' for one that Podman cannot be told of, 'store-damaged', 'disk-full'. */
export async function exportPoint(request: ExportRequest): Promise<Exported> {
  const { store, point, out, imageOut, onBytes, signal } = request;
  refuseExisting(out);
  refuseExisting(imageOut);
  using _ = store.hold();
  const { entries, ...exported } = await archiveEntriesOf(store, await store.describe(point), signal);
  await writeArchive(out, entries, { onBytes, signal });
  const image = await readStoredImage(store.blobs, exported.image);
  const { stream } = await imageArchive({ blobs: store.blobs, image, name: exported.imageName });
  await writeStream(imageOut, stream, signal);
  return exported;
}
