/** Docker as an `Engine`: its API through the session, and `docker`, `ctr` and the daemon's file where the API ends. */
import { posix } from 'node:path';
import type { z } from 'zod';
import type { ContainerSummary } from '../../shared/model.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { BothLanguages } from '../../shared/words.ts';
import { abortReason, deadline } from '../hosts/cancellation.ts';
import type { Session } from '../hosts/session.ts';
import {
  createAnswer,
  executionAnswer,
  infoAnswer,
  listAnswer,
  networkAnswer,
  networksAnswer,
  readAnswer,
  runtimeAnswer,
  volumeAnswer,
} from './docker-answers.ts';
import {
  ask,
  askForMaybe,
  askUnlessSo,
  type DockerApi,
  type DockerApiOptions,
  openDockerApi,
} from './docker-api.ts';
import { DockerImages } from './docker-images.ts';
import { type InspectAnswer, inspectAnswer, toContainer, toCreateBody } from './docker-inspect.ts';
import { type OverlayFolders, rootOverlay } from './docker-overlay.ts';
import { withVolumeNames } from './docker-volumes.ts';
import { makingOf } from './docker-networks.ts';
import {
  cannotWriteProgram,
  goOnProgram,
  hasRestartPolicyProgram,
  pauseProgram,
  restartPolicyProgram,
} from './docker-programs.ts';
import { DockerRuntimes } from './docker-runtimes.ts';
import type {
  AddedFiles,
  Container,
  CreateRequest,
  Engine,
  EngineFacts,
  ImageFacts,
  NetworkFacts,
  RestartPolicy,
  VolumeFacts,
} from './engine.ts';
import { asks, asksOf } from './docker-asks.ts';

export async function openDocker(session: Session, options?: DockerApiOptions): Promise<Engine> {
  return new Docker(session, await openDockerApi(session, options));
}

class Docker implements Engine {
  /** dockerd names it after its default runtime, whatever runtime the container uses, and containerd adds its namespace. */
  readonly runtimeRoot = '/run/docker/runtime-runc/moby';
  readonly #session: Session;
  readonly #api: DockerApi;
  readonly #images: DockerImages;
  readonly #runtimes: DockerRuntimes;
  #facts: EngineFacts | undefined;

  constructor(session: Session, api: DockerApi) {
    this.#session = session;
    this.#api = api;
    this.#images = new DockerImages(session, api.docker, async () => (await this.facts()).imageStore);
    this.#runtimes = new DockerRuntimes(session, api.docker);
  }

  async facts(): Promise<EngineFacts> {
    this.#facts ??= await this.#askFacts();
    return this.#facts;
  }

  async #askFacts(): Promise<EngineFacts> {
    const known = await this.#asked(asks.describeItself, infoAnswer, () => this.#api.docker.info());
    const security = known.SecurityOptions ?? [];
    const isContainerd = JSON.stringify(known.DriverStatus ?? []).includes('io.containerd.snapshotter');
    return {
      kind: 'docker',
      version: known.ServerVersion,
      imageStore: isContainerd ? 'containerd' : 'layers',
      rootDir: known.DockerRootDir,
      storageDriver: known.Driver,
      cgroupVersion: known.CgroupVersion,
      runtimes: Object.keys(known.Runtimes ?? {}),
      runcRuntimes: Object.entries(known.Runtimes ?? {}).flatMap(([name, runtime]) =>
        isRunc(name, runtime) ? [name] : [],
      ),
      shiftsOwners: security.some((option) => /name=(userns|rootless)/.test(option)),
      keepsContainersAlive: known.LiveRestoreEnabled ?? false,
      isInCluster: (known.Swarm?.LocalNodeState ?? 'inactive') !== 'inactive',
      networkDrivers: known.Plugins?.Network ?? [],
      logDrivers: known.Plugins?.Log ?? [],
      filtersSystemCalls: security.some((option) => option.includes('name=seccomp')),
    };
  }

  async list(): Promise<ContainerSummary[]> {
    const containers = await this.#asked(asks.listContainers, listAnswer, () =>
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
    return toContainer(inspect, await this.#networkDrivers());
  }

  async containerOf(definition: CreateRequest['definition']): Promise<Container> {
    return toContainer(this.#definitionOf(definition), await this.#networkDrivers());
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

  async #networkDrivers(): Promise<ReadonlyMap<string, string>> {
    const networks = await this.#asked(asks.listNetworks, networksAnswer, () =>
      this.#api.docker.listNetworks(),
    );
    return new Map(networks.map(({ Name, Driver }) => [Name, Driver]));
  }

  async unpause(id: string): Promise<void> {
    const container = this.#api.docker.getContainer(id);
    const { State } = await this.#asked(asks.describeContainer, inspectAnswer, () => container.inspect());
    if (State.Paused === true) await ask(this.#session, asks.unpauseContainer, () => container.unpause());
  }

  async create({ definition, name, image, runtime, volumeNames }: CreateRequest): Promise<string> {
    const known = withVolumeNames(this.#definitionOf(definition), volumeNames ?? new Map());
    const body = toCreateBody(known, image, runtime, await this.#networkDrivers());
    const created = await this.#asked(asksOf.createContainer(name), createAnswer, async () => {
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

  async execute(id: string, command: readonly string[], timeoutMs: number): Promise<number> {
    const host = this.#session.host.name;
    const overdue = {
      en: `A command in the container on ${host} took longer than ${timeoutMs / 1000} s.`,
      zh: `${host} 上容器内的命令超过了 ${timeoutMs / 1000} 秒。`,
    };
    using limit = deadline(undefined, timeoutMs, overdue);
    const execution = await ask(this.#session, asks.runCommand, () =>
      this.#api.docker.getContainer(id).exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true }),
    );
    const output = await ask(this.#session, asks.runCommand, () => execution.start({}));
    await new Promise((resolve, reject) => {
      output.on('end', resolve).on('error', reject).resume();
      limit.signal.addEventListener('abort', () => output.destroy(abortReason(limit.signal)), { once: true });
    });
    const { ExitCode } = await this.#asked(asks.tellCommandEnd, executionAnswer, () => execution.inspect());
    return ExitCode ?? -1;
  }

  logCommand(id: string, lines: number): readonly string[] {
    return ['docker', 'logs', '--tail', String(lines), id];
  }

  async volume(name: string): Promise<VolumeFacts | undefined> {
    const what = asksOf.describeVolume(name);
    const volume = await askForMaybe(this.#session, what, () => this.#api.docker.getVolume(name).inspect());
    if (volume === undefined) return undefined;
    const { Name, Driver, Mountpoint, Options, Labels } = readAnswer(
      this.#session.host.name,
      what,
      volumeAnswer,
      volume,
    );
    return {
      name: Name,
      driver: Driver,
      options: Options ?? {},
      labels: Labels ?? {},
      mountpoint: Mountpoint,
    };
  }

  async createVolume({
    name,
    driver,
    options,
    labels,
  }: Omit<VolumeFacts, 'mountpoint'>): Promise<VolumeFacts> {
    await ask(this.#session, asksOf.createVolume(name), () =>
      this.#api.docker.createVolume({
        Name: name,
        Driver: driver,
        DriverOpts: { ...options },
        Labels: { ...labels },
      }),
    );
    const volume = await this.volume(name);
    if (volume !== undefined) return volume;
    const text = {
      en: `Volume ${name} vanished as it was created.`,
      zh: `数据卷 ${name} 刚创建就消失了。`,
    };
    throw new ShiplockError('engine-failed', text);
  }

  async removeVolume(name: string): Promise<void> {
    await askForMaybe(this.#session, asksOf.removeVolume(name), () =>
      this.#api.docker.getVolume(name).remove(),
    );
  }

  async volumeUsers(name: string): Promise<readonly string[]> {
    const users = await this.#asked(asks.listVolumeUsers, listAnswer, () =>
      this.#api.docker.listContainers({ all: true, filters: { volume: [name] } }),
    );
    return users.map(({ Names }) => (Names?.[0] ?? '').replace(/^\//, ''));
  }

  async networks(addressesOf: readonly string[] = []): Promise<NetworkFacts[]> {
    const listed = await this.#asked(asks.listNetworks, networksAnswer, () =>
      this.#api.docker.listNetworks(),
    );
    return Promise.all(
      listed.map(async (each) => {
        const { Id, Name, Driver } = each;
        const addresses = addressesOf.includes(Name) ? await this.#addressesIn(Id, Name) : [];
        const making = makingOf(each);
        return {
          name: Name,
          driver: Driver,
          subnets: making.ranges.map(({ subnet }) => subnet),
          making,
          addresses,
        };
      }),
    );
  }

  async #addressesIn(id: string, name: string): Promise<NetworkFacts['addresses']> {
    const what = asksOf.describeNetwork(name);
    const found: unknown = await askForMaybe(this.#session, what, () =>
      this.#api.docker.getNetwork(id).inspect(),
    );
    const network = readAnswer(this.#session.host.name, what, networkAnswer.optional(), found);
    return Object.values(network?.Containers ?? {}).map(({ Name: container = '', IPv4Address = '' }) => ({
      address: IPv4Address.split('/')[0] ?? '',
      container,
    }));
  }

  pauseProgram = pauseProgram;
  restartPolicyProgram = restartPolicyProgram;
  hasRestartPolicyProgram = hasRestartPolicyProgram;
  cannotWriteProgram = cannotWriteProgram;
  goOnProgram = (id: string, policy?: RestartPolicy): string => goOnProgram(this.runtimeRoot, id, policy);

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

  /** Runs a request, and believes its answer as far as the schema goes. */
  async #asked<Schema extends z.ZodType>(
    what: BothLanguages,
    schema: Schema,
    request: () => Promise<unknown>,
  ): Promise<z.output<Schema>> {
    const answer = await ask(this.#session, what, request);
    return readAnswer(this.#session.host.name, what, schema, answer);
  }

  #definitionOf(definition: CreateRequest['definition']): InspectAnswer {
    return readAnswer(this.#session.host.name, asks.describeContainer, inspectAnswer, definition);
  }
}

/** `shiplock` is runc with the ability to restore; its name must be known here, since a moved container was made with it. */
function isRunc(name: string, runtime: unknown): boolean {
  const { path = '' } = runtimeAnswer.safeParse(runtime).data ?? {};
  return name === 'runc' || name === 'shiplock' || posix.basename(path) === 'runc';
}
