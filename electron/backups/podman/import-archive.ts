/** An archive that `podman container checkpoint --export` made, taken in as a restore point. */
import { ShiplockError } from '../../../shared/errors.ts';
import { ImageCatalogue } from '../images/known-images.ts';
import type { StoredImage } from '../images/stored-image.ts';
import type { Description, RestorePointName } from '../restore-point.ts';
import type { Addition } from '../store/addition.ts';
import type { Digest } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { layerFilesOf } from '../stored-view.ts';
import { indexLayers } from '../take/index-layers.ts';
import { readDumps } from './archive-dumps.ts';
import { readContents } from './archive-contents.ts';
import { imageFromArchive } from './image-from-archive.ts';
import { ImportScratch } from './import-scratch.ts';
import { dockerDefinition, hostFolders } from './podman-dumps.ts';

export interface ImportRequest {
  readonly store: Store;
  readonly file: string;
  /** An archive of its image, in OCI's form; not needed when the store has it. */
  readonly imageFile?: string | undefined;
  /** What the container is called from then on. Default: as Podman called it. */
  readonly name?: string | undefined;
  /** What is told of where it ran. */
  readonly host: string;
  readonly comment?: string | undefined;
  /** A folder of the laptop for what does not fit memory. */
  readonly scratch: string;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

export interface Imported {
  readonly name: RestorePointName;
  readonly addedBytes: number;
  /** Folders of its host, as the container saw them: Podman's archives leave them there. */
  readonly leftOut: readonly string[];
}

/**
 * Memory does not grow with the archive. When this rejects there is no restore point. Throws 'usage' for an archive whose image is not
 * to be had or that is of a pod, 'incomplete' for one that is damaged or none of Podman's, 'disk-full'.
 */
export async function importArchive(request: ImportRequest): Promise<Imported> {
  const { store, file, host, comment, onBytes, signal } = request;
  using own = new ImportScratch(request.scratch);
  const scratch = own.folder;
  const { config, spec, raw, at } = await readDumps(file, signal);
  if (config.Pod) throw ofPod(config.name);
  using addition = store.begin();
  const image = await imageOf(request, addition, config.rootfsImageID, config.rootfsImageName);
  const layers = await indexLayers(image, [], addition, scratch, signal);
  const volumes = config.namedVolumes ?? [];
  const { places, checkpoint, log, network } = await readContents({
    ...{ file, addition, scratch, volumes, onBytes, signal },
    layers: layerFilesOf(addition, addition.blobs, layers),
  });
  const name = request.name ?? config.name;
  const description: Description = {
    version: 1,
    at: at.toISOString(),
    host,
    container: {
      id: config.id,
      name,
      definition: dockerDefinition({ ...config, name }, spec),
      imageName: config.rootfsImageName,
      restartPolicy: { name: config.restart_policy || 'no', maximumRetries: config.restart_retries },
      pid: 0,
    },
    engine: { kind: 'docker', version: '', criu: '', kernel: '' },
    image: image.manifest.digest,
    layers,
    volumes: volumes.map(({ volumeName }) => ({
      name: volumeName,
      driver: 'local',
      options: {},
      labels: {},
    })),
    places: [...places],
    checkpoint: { ...checkpoint, pausedMs: 0 },
    podman: { ...raw, network },
    connections: 'none',
    log,
    ...(comment === undefined ? {} : { comment }),
  };
  signal.throwIfAborted();
  return {
    name: await addition.commit(description),
    addedBytes: addition.addedBytes,
    leftOut: hostFolders(spec, config),
  };
}

async function imageOf(
  { store, file, imageFile, onBytes, signal }: ImportRequest,
  addition: Addition,
  id: string,
  name: string,
): Promise<StoredImage> {
  const known = await ImageCatalogue.read(
    store.blobs,
    store.images().map(({ digest }) => digest),
  );
  const image =
    imageFile === undefined
      ? known.image(`sha256:${id}`)
      : await imageFromArchive(imageFile, addition, { onBytes, signal });
  if (image === undefined || image.config.digest !== `sha256:${id}`) {
    const what =
      image === undefined
        ? { en: 'is not here', zh: '不在此处' }
        : { en: `is not the one in ${imageFile}`, zh: `不是 ${imageFile} 中的镜像` };
    throw new ShiplockError(
      'usage',
      {
        en: `The image of the container in ${file}, ${name}, ${what.en}.`,
        zh: `${file} 中容器的镜像 ${name} ${what.zh}。`,
      },
      {
        state: { en: 'Nothing was taken in.', zh: '未导入任何内容。' },
        remedy: {
          en: `Where it ran: podman save --format oci-archive --output IMAGE.tar ${id.slice(0, 12)}; then name that: --image IMAGE.tar`,
          zh: `在它运行过的主机上执行：podman save --format oci-archive --output 镜像.tar ${id.slice(0, 12)}；然后指定该文件：--image 镜像.tar`,
        },
      },
    );
  }
  const { digest, size, mediaType } = image.manifest;
  addition.setImage({ mediaType, size, digest: digest as Digest }, name);
  return image;
}

function ofPod(name: string): ShiplockError {
  return new ShiplockError(
    'usage',
    {
      en: `${name} is a container of a pod, which Shiplock does not know.`,
      zh: `${name} 是 pod 中的容器，Shiplock 不支持。`,
    },
    {
      state: { en: 'Nothing was taken in.', zh: '未导入任何内容。' },
    },
  );
}
