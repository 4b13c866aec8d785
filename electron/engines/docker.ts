/** Docker as an `Engine`: its API through the session, and `docker`, `ctr` and the daemon's file where the API ends. */
import type { ContainerSummary } from '../../shared/model.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Session } from '../hosts/session.ts';
import { createAnswer, listAnswer, readAnswer } from './docker/answers.ts';
import { type DockerApi, openDockerApi } from './docker/api.ts';
import { asks, asksOf } from './docker/asks.ts';
import { toContainer } from './docker/container.ts';
import { toCreateBody } from './docker/create.ts';
import { executeInContainer } from './docker/execution.ts';
import { readDockerFacts } from './docker/facts.ts';
import { DockerImages } from './docker/images.ts';
import { type InspectAnswer, inspectAnswer } from './docker/inspect.ts';
import type { DockerLimits } from './docker/limits.ts';
import { DockerNetworks } from './docker/networks.ts';
import { type OverlayFolders, rootOverlay } from './docker/overlay.ts';
import {
  cannotWriteProgram,
  goOnProgram,
  hasRestartPolicyProgram,
  pauseProgram,
  restartPolicyProgram,
} from './docker/programs.ts';
import { ask, askFor, askForMaybe, askUnlessSo } from './docker/request.ts';
import { DockerRuntimes } from './docker/runtimes.ts';
import { withVolumeNames } from './docker/volume-names.ts';
import { DockerVolumes } from './docker/volumes.ts';
import type { Container, RestartPolicy } from './container.ts';
import type {
  AddedFiles,
  CreateRequest,
  Engine,
  EngineFacts,
  ImageFacts,
  NetworkFacts,
  VolumeFacts,
} from './engine.ts';

export async function openDocker(session: Session, limits?: DockerLimits): Promise<Engine> {
  return new Docker(session, await openDockerApi(session, limits));
}

class Docker implements Engine {
  /** dockerd names it after its default runtime, whatever runtime the container uses, and containerd adds its namespace. */
  readonly runtimeRoot = '/run/docker/runtime-runc/moby';
  readonly #session: Session;
  readonly #api: DockerApi;
  readonly #images: DockerImages;
  readonly #volumes: DockerVolumes;
  readonly #networks: DockerNetworks;
  readonly #runtimes: DockerRuntimes;
  #facts: EngineFacts | undefined;

  constructor(session: Session, api: DockerApi) {
    this.#session = session;
    this.#api = api;
    this.#images = new DockerImages(session, api.docker, async () => (await this.facts()).imageStore);
    this.#volumes = new DockerVolumes(session, api.docker);
    this.#networks = new DockerNetworks(session, api.docker);
    this.#runtimes = new DockerRuntimes(session, api.docker);
  }

  async facts(): Promise<EngineFacts> {
    this.#facts ??= await readDockerFacts(this.#session, this.#api.docker);
    return this.#facts;
  }

  async list(): Promise<ContainerSummary[]> {
    const containers = await askFor(this.#session, asks.listContainers, listAnswer, () =>
      this.#api.docker.listContainers({ all: true }),
    );
    return containers.map((container) => ({
      id: container.Id,
      name: (container.Names?.[0] ?? '').replace(/^\//, ''),
      image: container.Image,
      state: container.State,
      status: container.Status,
      ports: (container.Ports ?? [])
        .filter((port) => port.PublicPort)
        .map((port) => `${port.IP}:${port.PublicPort}->${port.PrivatePort}/${port.Type}`),
    }));
  }

  async container(nameOrId: string): Promise<Container | undefined> {
    const what = asksOf.describeContainer(nameOrId);
    const answer = await askForMaybe(this.#session, what, () =>
      this.#api.docker.getContainer(nameOrId).inspect(),
    );
    if (answer === undefined) return undefined;
    const inspect = readAnswer(this.#session.host.name, what, inspectAnswer, answer);
    return toContainer(inspect, await this.#networks.drivers());
  }

  async containerOf(definition: CreateRequest['definition']): Promise<Container> {
    return toContainer(this.#definitionOf(definition), await this.#networks.drivers());
  }

  async rwLayerFolder(container: Container): Promise<string> {
    return (await this.#overlayOf(container)).upper;
  }

  async addedFiles(container: Container): Promise<AddedFiles> {
    const { HostnamePath, HostsPath, ResolvConfPath } = this.#definitionOf(container.definition);
    const mounted = Object.entries({
      '/etc/hostname': HostnamePath,
      '/etc/hosts': HostsPath,
      '/etc/resolv.conf': ResolvConfPath,
    }).filter((entry): entry is [string, string] => Boolean(entry[1]));
    return { layer: (await this.#overlayOf(container)).highestLower, mounted: new Map(mounted) };
  }

  /** With the containerd image store inspect names no folders, but the first process's mount table does. */
  async #overlayOf(container: Container): Promise<OverlayFolders> {
    const { UpperDir: upper, LowerDir: lowers } =
      this.#definitionOf(container.definition).GraphDriver?.Data ?? {};
    if (upper !== undefined) return { upper, highestLower: lowers?.split(':')[0] };
    if (container.pid === 0) return this.#images.snapshotFolders(container.id);
    const { stdout } = await this.#session.exec(['cat', `/proc/${container.pid}/mountinfo`]);
    const folders = rootOverlay(stdout);
    if (folders !== undefined) return folders;
    throw new ShiplockError(
      'engine-failed',
      {
        en: `The root of ${container.name} on ${this.#session.host.name} is no overlay.`,
        zh: `${this.#session.host.name} 上 ${container.name} 的根文件系统不是 overlay。`,
      },
      {
        remedy: {
          en: 'Shiplock moves containers whose storage driver is overlay2 or overlayfs.',
          zh: 'Shiplock 只能迁移存储驱动为 overlay2 或 overlayfs 的容器。',
        },
      },
    );
  }

  async unpause(id: string): Promise<void> {
    const container = this.#api.docker.getContainer(id);
    const { State } = await askFor(this.#session, asks.describeContainer, inspectAnswer, () =>
      container.inspect(),
    );
    if (State.Paused === true) await ask(this.#session, asks.unpauseContainer, () => container.unpause());
  }

  async create({ definition, name, image, runtime, volumeNames }: CreateRequest): Promise<string> {
    const known = withVolumeNames(this.#definitionOf(definition), volumeNames ?? new Map());
    const body = toCreateBody(known, image, runtime, await this.#networks.drivers());
    const created = await askFor(this.#session, asksOf.createContainer(name), createAnswer, async () => {
      const { id } = await this.#api.docker.createContainer({ name, ...body });
      return { Id: id };
    });
    return created.Id;
  }

  async start(id: string, signal?: AbortSignal): Promise<void> {
    const options = signal ? { abortSignal: signal } : {};
    await askUnlessSo(this.#session, asks.startContainer, () =>
      this.#api.docker.getContainer(id).start(options),
    );
  }

  async rename(id: string, name: string): Promise<void> {
    await ask(this.#session, asksOf.renameContainer(name), () =>
      this.#api.docker.getContainer(id).rename({ name }),
    );
  }

  async setRestartPolicy(id: string, policy: RestartPolicy): Promise<void> {
    const RestartPolicy = { Name: policy.name, MaximumRetryCount: policy.maximumRetries };
    const now = (await this.container(id))?.restartPolicy;
    if (now?.name === policy.name && now.maximumRetries === policy.maximumRetries) return;
    await ask(this.#session, asks.changeRestartPolicy, () =>
      this.#api.docker.getContainer(id).update({ RestartPolicy }),
    );
  }

  async remove(id: string): Promise<void> {
    await askForMaybe(this.#session, asks.removeContainer, () =>
      this.#api.docker.getContainer(id).remove({ force: true, v: true }),
    );
  }

  async stop(id: string): Promise<void> {
    await askUnlessSo(this.#session, asks.stopContainer, () => this.#api.docker.getContainer(id).stop());
  }

  async kill(id: string): Promise<void> {
    const container = await this.container(id);
    if (container === undefined || container.pid === 0) return;
    await askForMaybe(this.#session, asks.killContainer, () => this.#api.docker.getContainer(id).kill());
    await ask(this.#session, asks.awaitEnd, () => this.#api.docker.getContainer(id).wait());
  }

  execute = (id: string, command: readonly string[], timeoutMs: number): Promise<number> =>
    executeInContainer(this.#session, this.#api.docker.getContainer(id), command, timeoutMs);

  logCommand(id: string, lines: number): readonly string[] {
    return ['docker', 'logs', '--tail', String(lines), id];
  }

  pauseProgram = pauseProgram;
  restartPolicyProgram = restartPolicyProgram;
  hasRestartPolicyProgram = hasRestartPolicyProgram;
  cannotWriteProgram = cannotWriteProgram;
  goOnProgram = (id: string, policy?: RestartPolicy): string => goOnProgram(this.runtimeRoot, id, policy);

  volume = (name: string): Promise<VolumeFacts | undefined> => this.#volumes.volume(name);
  createVolume = (volume: Omit<VolumeFacts, 'mountpoint'>): Promise<VolumeFacts> =>
    this.#volumes.create(volume);
  removeVolume = (name: string): Promise<void> => this.#volumes.remove(name);
  volumeUsers = (name: string): Promise<readonly string[]> => this.#volumes.users(name);
  networks = (addressesOf?: readonly string[]): Promise<NetworkFacts[]> => this.#networks.list(addressesOf);

  image = (nameOrId: string): Promise<ImageFacts | undefined> => this.#images.image(nameOrId);
  layersPresent = (image: ImageFacts): Promise<ReadonlySet<string>> => this.#images.layersPresent(image);
  removeImage = (nameOrId: string): Promise<void> => this.#images.remove(nameOrId);
  exportCommand = DockerImages.exportCommand;
  readonly importCommand = ['docker', 'load', '--quiet'];
  registerRuntime = (name: string, path: string, willChange: () => void): Promise<boolean> =>
    this.#runtimes.register(name, path, willChange);
  unregisterRuntime = (name: string): Promise<boolean> => this.#runtimes.unregister(name);

  close(): void {
    this.#api.close();
  }

  #definitionOf(definition: CreateRequest['definition']): InspectAnswer {
    return readAnswer(this.#session.host.name, asks.describeContainer, inspectAnswer, definition);
  }
}
