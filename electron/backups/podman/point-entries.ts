/** What a restore point's archive for Podman consists of. Layout: Podman's libpod and checkpointctl's metadata package. */
import { ShiplockError } from '../../../shared/errors.ts';
import { sentences } from '../../../shared/words.ts';
import { StoredCheckpoint } from '../checkpoint/stored-checkpoint.ts';
import { wholeName } from '../images/image-archive.ts';
import { readStoredImage } from '../images/stored-image.ts';
import type { Description, Place } from '../restore-point.ts';
import type { Digest } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { imageLayersOf } from '../stored-view.ts';
import { treeToTar } from '../tree/to-tar.ts';
import { TreeReader } from '../tree/tree-reader.ts';
import { imagesForPodman } from './images-for-podman.ts';
import { sharedMemory } from './archive-contents.ts';
import { type ArchiveEntry, jsonEntry, measuredEntry } from './archive-file.ts';
import { expressible } from './docker-definition.ts';
import { type ArchivedVolume, dumpsOf } from './dumps.ts';
import type { Exported } from './export-point.ts';
import { deletedPaths, withoutMarks } from './rw-layer.ts';

export interface PointEntries extends Exported {
  readonly entries: readonly ArchiveEntry[];
  /** Digest of its manifest in the store. */
  readonly image: Digest;
}

/** Throws 'usage' for a point without memory, which Podman does not restore, and for what it cannot be told. */
export async function archiveEntriesOf(
  store: Store,
  description: Description,
  signal?: AbortSignal,
): Promise<PointEntries> {
  const { container, places, checkpoint, image, connections } = description;
  if (checkpoint === undefined) throw withoutMemory(description);
  if (description.podman !== undefined)
    return await podmansOwn(store, { ...description, checkpoint, podman: description.podman }, signal);
  const definition = expressible(container.definition);
  const isReadOnly = (place: Place): boolean =>
    definition.Mounts.some(({ Destination, RW }) => Destination === place.destination && !RW);
  const volumes = places.filter(({ kind }) => kind === 'volume' || kind === 'folder');
  const named = volumes.map((place) => ({ place, volume: volumeOf(description, place, isReadOnly(place)) }));
  const binds = places.filter(({ kind }) => kind === 'file');
  const { config: imageConfig } = await readStoredImage(store.blobs, image);
  const imageName = imageNameOf(container);
  const dumps = dumpsOf({
    ...{ definition, name: container.name, imageName, configDigest: imageConfig.digest },
    volumes: named.map(({ volume }) => volume),
    binds: binds.map((place) => ({ ...place, isReadOnly: isReadOnly(place) })),
  });
  const images = await imagesForPodman(await StoredCheckpoint.open(store, checkpoint.root));
  const entries = [
    jsonEntry('config.dump', dumps.config),
    jsonEntry('spec.dump', dumps.spec),
    jsonEntry('network.status', {}),
    ...(await rwLayerEntries(store, description, signal)),
    ...images.map((image) => ({ ...image, name: `checkpoint/${image.name}` })),
  ];
  for (const { place, volume } of named) {
    entries.push(await volumeEntry(store, volume.name, place.root, signal));
  }
  return {
    ...{ entries, imageName, image: image as Digest },
    notInArchive: binds.map(({ path, destination }) => ({ path, destination })),
    volumes: named.filter(({ place }) => place.kind === 'folder').map(({ volume }) => volume.name),
    closesConnections: connections === 'close',
  };
}

type FromPodman = Description & {
  readonly [Part in 'checkpoint' | 'podman']: NonNullable<Description[Part]>;
};

/** What came from Podman goes back as it came. */
async function podmansOwn(
  store: Store,
  description: FromPodman,
  signal: AbortSignal | undefined,
): Promise<PointEntries> {
  const { podman, places, image, container } = description;
  const checkpoint = await StoredCheckpoint.open(store, description.checkpoint.root);
  const entries = [
    jsonEntry('config.dump', { ...podman.config, name: container.name }),
    jsonEntry('spec.dump', podman.spec),
    jsonEntry('network.status', podman.network),
    ...(await rwLayerEntries(store, description, signal)),
    ...checkpoint.images.map(({ name, bytes }) => ({
      name: name === sharedMemory ? name : `checkpoint/${name}`,
      bytes,
      content: () => checkpoint.content(name),
    })),
  ];
  for (const { kind, name, root } of places) {
    if (kind === 'volume') entries.push(await volumeEntry(store, `${name}`, root, signal));
  }
  return {
    ...{ entries, image: image as Digest, imageName: container.imageName },
    ...{ notInArchive: [], volumes: [], closesConnections: false },
  };
}

function volumeEntry(
  store: Store,
  name: string,
  root: Place['root'],
  signal: AbortSignal | undefined,
): Promise<ArchiveEntry> {
  const tree = new TreeReader(store, root);
  return measuredEntry(`volumes/${name}.tar`, () => treeToTar(tree), signal);
}

async function rwLayerEntries(
  store: Store,
  description: Description,
  signal: AbortSignal | undefined,
): Promise<ArchiveEntry[]> {
  const place = description.places.find(({ kind }) => kind === 'rw-layer');
  if (place === undefined) return [];
  const tree = new TreeReader(store, place.root);
  const deleted: string[] = [];
  for await (const path of deletedPaths(tree, imageLayersOf(store, description))) deleted.push(path);
  return [
    await measuredEntry('rootfs-diff.tar', () => treeToTar(withoutMarks(tree)), signal),
    ...(deleted.length > 0 ? [jsonEntry('deleted.files', deleted)] : []),
  ];
}

/** Podman's volumes have names; a folder of the host becomes one that is called after where the container sees it. */
function volumeOf(
  { container }: Description,
  { name, destination }: Place,
  isReadOnly: boolean,
): ArchivedVolume {
  const made = `${container.name}${destination.replaceAll(/[^A-Za-z0-9]+/g, '-')}`.replace(/-$/, '');
  return { name: name ?? made, destination, isReadOnly };
}

/** An image that has an identifier for a name gets one. */
function imageNameOf({ imageName, name }: Description['container']): string {
  return /^(sha256:)?[0-9a-f]{12,64}$/.test(imageName) ? `localhost/${name}:restored` : wholeName(imageName);
}

function withoutMemory({ withoutMemory: why }: Description): ShiplockError {
  return new ShiplockError(
    'usage',
    sentences(
      {
        en: 'This restore point has no memory, and Podman restores nothing without.',
        zh: '该还原点不含内存，而 Podman 没有内存就无法恢复。',
      },
      why,
    ),
    {
      state: { en: 'Nothing was written.', zh: '未写入任何内容。' },
      remedy: { en: 'Take its files: shiplock extract', zh: '取出其中的文件：shiplock extract' },
    },
  );
}
