/** Docker's images and layers, in both of its stores: the engine's own and containerd's. */
import { readFileSync } from 'node:fs';
import type Dockerode from 'dockerode';
import type { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import type { Session } from '../../hosts/session.ts';
import { digest, imageAnswer, imagesAnswer, manifestAnswer, readAnswer } from './answers.ts';
import { ask, askForMaybe } from './request.ts';
import { type OverlayFolders, overlayFolders } from './overlay.ts';
import type { EngineFacts, ImageFacts, ImageLayer } from '../engine.ts';
import { asks, asksOf } from './asks.ts';

const ctrScript = readFileSync(new URL('./ctr.sh', import.meta.url), 'utf8');
const saveScript = `moby_ctr() (\n${ctrScript})\n${readFileSync(new URL('./save.sh', import.meta.url), 'utf8')}`;

/** Where an archive in the OCI layout, which Docker writes since version 25, keeps a blob. */
const archivePath = (blob: string): string => `blobs/sha256/${blob.slice('sha256:'.length)}`;

export class DockerImages {
  readonly #session: Session;
  readonly #docker: Dockerode;
  readonly #store: () => Promise<EngineFacts['imageStore']>;

  constructor(session: Session, docker: Dockerode, store: () => Promise<EngineFacts['imageStore']>) {
    this.#session = session;
    this.#docker = docker;
    this.#store = store;
  }

  async image(nameOrId: string): Promise<ImageFacts | undefined> {
    const image = await this.#inspect(nameOrId);
    if (image === undefined) return undefined;
    const { Id, RepoTags, Size, RootFS } = image;
    const diffIds = RootFS.Layers ?? [];
    const { configDigest, blobs } =
      (await this.#store()) === 'containerd'
        ? await this.#manifest(Id, diffIds.length)
        : { configDigest: Id, blobs: diffIds };
    return {
      id: Id,
      configDigest,
      names: RepoTags ?? [],
      sizeBytes: Size,
      layers: diffIds.flatMap((diffId, index): ImageLayer[] => {
        const blob = blobs[index];
        return blob === undefined ? [] : [{ diffId, archivePath: archivePath(blob) }];
      }),
    };
  }

  async #inspect(nameOrId: string): Promise<z.infer<typeof imageAnswer> | undefined> {
    const what = asksOf.describeImage(nameOrId);
    const image = await askForMaybe(this.#session, what, () => this.#docker.getImage(nameOrId).inspect());
    return readAnswer(this.#session.host.name, what, imageAnswer.optional(), image);
  }

  /** The configuration, and the layers as containerd keeps them, compressed or not, in the order of the chain. */
  async #manifest(imageId: string, count: number): Promise<{ configDigest: string; blobs: string[] }> {
    const top = await this.#content(imageId);
    let manifest = top;
    for (const { digest: candidate } of top?.manifests ?? []) {
      const content = await this.#content(candidate);
      if (content?.layers?.length !== count) continue;
      manifest = content;
      break;
    }
    return {
      configDigest: manifest?.config?.digest ?? imageId,
      blobs: manifest?.layers?.map((layer) => layer.digest) ?? [],
    };
  }

  async #content(name: string): Promise<z.infer<typeof manifestAnswer> | undefined> {
    const host = this.#session.host.name;
    const what = asksOf.showContent(name);
    const { stdout, status } = await this.#ctr(['content', 'get', readAnswer(host, what, digest, name)]);
    return status === 0 ? readAnswer(host, what, manifestAnswer, parseJson(stdout)) : undefined;
  }

  #ctr(args: readonly string[]): Promise<{ stdout: string; status: number }> {
    return this.#session.script('ctr', ctrScript, args, { allowFailure: true });
  }

  /**
   * With the engine's own store a layer is here when an image here has the same chain up to and including it; with
   * containerd's, when its blob is.
   */
  async layersPresent(image: ImageFacts): Promise<ReadonlySet<string>> {
    if ((await this.#store()) === 'containerd') return this.#blobsPresent(image);
    const what = asks.listImages;
    const answer = await ask(this.#session, what, () => this.#docker.listImages({ all: true }));
    let longest = 0;
    for (const { Id } of readAnswer(this.#session.host.name, what, imagesAnswer, answer)) {
      const chain: readonly string[] = (await this.#inspect(Id))?.RootFS.Layers ?? [];
      const parted = image.layers.findIndex((layer, index) => chain[index] !== layer.diffId);
      longest = Math.max(longest, parted < 0 ? image.layers.length : parted);
    }
    return new Set(image.layers.slice(0, longest).map((layer) => layer.archivePath));
  }

  async #blobsPresent(image: ImageFacts): Promise<ReadonlySet<string>> {
    const { stdout } = await this.#ctr(['content', 'ls', '--quiet']);
    const here = new Set(stdout.split('\n').filter(Boolean).map(archivePath));
    return new Set(image.layers.map((layer) => layer.archivePath).filter((path) => here.has(path)));
  }

  /** The folders that a container's root will be made of that does not run. */
  async snapshotFolders(containerId: string): Promise<OverlayFolders> {
    const { stdout } = await this.#ctr([
      'snapshots',
      '--snapshotter',
      'overlayfs',
      'mounts',
      '/mnt',
      containerId,
    ]);
    const folders = overlayFolders(stdout);
    if (folders !== undefined) return folders;
    throw new ShiplockError(
      'engine-failed',
      {
        en: `The RW layer of a container on ${this.#session.host.name} was not found.`,
        zh: `在 ${this.#session.host.name} 上没有找到容器的读写层。`,
      },
      {
        details: stdout,
        remedy: {
          en: 'The containerd image store needs the ctr command on the host.',
          zh: '使用 containerd 镜像存储时，主机上需要有 ctr 命令。',
        },
      },
    );
  }

  async remove(nameOrId: string): Promise<void> {
    try {
      await askForMaybe(this.#session, asksOf.removeImage(nameOrId), () =>
        this.#docker.getImage(nameOrId).remove(),
      );
    } catch (error) {
      const inUse = error instanceof ShiplockError && /conflict|in use|being used/i.test(error.details ?? '');
      if (!inUse) throw error;
    }
  }

  static exportCommand(_image: ImageFacts, name: string, leaveOut: readonly string[]): readonly string[] {
    return ['sh', '-c', saveScript, 'docker-save', name, ...leaveOut];
  }
}

/** What is no JSON is no answer either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
