/**
 * What runs containers on a host, as the rest of Shiplock sees it: Docker today, another engine by another file.
 * Every method throws `ShiplockError`: 'engine-failed' with the engine's own words in the details, 'link-lost'
 * when the session went away. Paths are on the engine's host.
 */
import type { ContainerSummary } from '../../shared/model.ts';
import type { Container, Definition, RestartPolicy } from './container.ts';

export interface EngineFacts {
  readonly kind: 'docker';
  readonly version: string;
  /** `layers`: the engine's own layer store. `containerd`: images and snapshots live in containerd. */
  readonly imageStore: 'layers' | 'containerd';
  /** Where the engine keeps volumes, logs and, with the `layers` store, RW layers. */
  readonly rootDir: string;
  readonly storageDriver: string;
  readonly cgroupVersion: string;
  readonly runtimes: readonly string[];
  /** Those that are runc under one name or another, or runc with Shiplock's ability to restore. */
  readonly runcRuntimes: readonly string[];
  /** User-namespace remapping or rootless mode: file owners on disk are shifted. */
  readonly shiftsOwners: boolean;
  /** Containers go on while the engine's daemon is restarted or updated. */
  readonly keepsContainersAlive: boolean;
  /** It is a node of a cluster that decides itself where containers run. */
  readonly isInCluster: boolean;
  readonly networkDrivers: readonly string[];
  readonly logDrivers: readonly string[];
  /** Containers can be given a filter of system calls. */
  readonly filtersSystemCalls: boolean;
}

export interface VolumeFacts {
  readonly name: string;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly mountpoint: string;
}

/** A part of a network's address range, as the engine was asked for it. */
export interface NetworkRange {
  readonly subnet: string;
  readonly gateway?: string | undefined;
  /** The part of the subnet from which containers get addresses. */
  readonly ipRange?: string | undefined;
  /** Addresses kept free, by the name they are kept for. */
  readonly kept: Readonly<Record<string, string>>;
}

/** What is needed to make the same network on another host. */
export interface NetworkMaking {
  readonly ranges: readonly NetworkRange[];
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ipv6: boolean;
  /** Nothing of it is anyone's but this engine's: no cluster's, no other network's configuration, no driver's of addresses. */
  readonly isPlain: boolean;
}

export interface NetworkFacts {
  readonly name: string;
  readonly driver: string;
  readonly subnets: readonly string[];
  /** Undefined where only what is taken there is of interest. */
  readonly making?: NetworkMaking | undefined;
  /** Addresses in use, with the name of the container that has each. */
  readonly addresses: readonly { readonly address: string; readonly container: string }[];
}

export interface ImageLayer {
  /** Digest of the uncompressed layer: the link in the layer chain. */
  readonly diffId: string;
  /** Path of the layer inside the archive that `exportCommand` writes. */
  readonly archivePath: string;
}

export interface ImageFacts {
  readonly id: string;
  /** Digest of its configuration, which names its layers too: the same in every kind of image store. */
  readonly configDigest: string;
  readonly names: readonly string[];
  readonly sizeBytes: number;
  /** From the lowest up; none of an image that is not whole. */
  readonly layers: readonly ImageLayer[];
}

export interface CreateRequest {
  readonly definition: Definition;
  readonly name: string;
  /** The image on this host, as name or identifier. */
  readonly image: string;
  readonly runtime: string;
  /** Volumes that it is to have under another name than the definition's, by the definition's. */
  readonly volumeNames?: ReadonlyMap<string, string> | undefined;
}

/** What an engine puts into every container that it makes: places to mount over, names of itself. */
export interface AddedFiles {
  /** The folder of a layer between the image's and the container's own; undefined where there is none, or none is told. */
  readonly layer: string | undefined;
  /** Files of the host that it mounts, by where the container sees them. */
  readonly mounted: ReadonlyMap<string, string>;
}

export interface Engine {
  facts(): Promise<EngineFacts>;
  list(): Promise<ContainerSummary[]>;
  /** The container of that name or identifier, or undefined. */
  container(nameOrId: string): Promise<Container | undefined>;
  /** What a definition says, also one from another host: the container as it was when it was described. */
  containerOf(definition: Definition): Promise<Container>;
  /** The folder that holds the container's writable layer, created or running. */
  rwLayerFolder(container: Container): Promise<string>;
  /** What the engine itself has put into the container. */
  addedFiles(container: Container): Promise<AddedFiles>;
  /** `--root` of the OCI runtime for this engine's containers. */
  readonly runtimeRoot: string;

  /** Does nothing when the container is not paused. */
  unpause(id: string): Promise<void>;
  /** Creates it with no restart policy, whatever its definition says, and gives its identifier. */
  create(request: CreateRequest): Promise<string>;
  /** Does nothing when it runs. */
  start(id: string, signal?: AbortSignal): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** Writes nothing when it has that one. */
  setRestartPolicy(id: string, policy: RestartPolicy): Promise<void>;
  /** Kills and removes it with its anonymous volumes. Does nothing when it is not there. */
  remove(id: string): Promise<void>;
  /** Has it end by itself, and kills it after the time that its definition gives it. Does nothing when it does not run. */
  stop(id: string): Promise<void>;
  /** Kills it and leaves it stopped. Does nothing when it does not run. */
  kill(id: string): Promise<void>;
  /**
   * Runs a command in the container and gives its exit status. Throws 'timed-out' after `timeoutMs`; the command may then
   * still be running there.
   */
  execute(id: string, command: readonly string[], timeoutMs: number): Promise<number>;

  /** POSIX sh programs that the host runs itself, under a lock of its own or when nobody is there to ask the engine. */
  pauseProgram(id: string): string;
  /** The policy is on the disk when it ends. */
  restartPolicyProgram(id: string, policy: RestartPolicy): string;
  /** Succeeds where the engine takes that for its policy; what the disk says may be another. */
  hasRestartPolicyProgram(id: string, policy: RestartPolicy): string;
  /** Succeeds where the engine can write nothing down of the container: its disk is read-only, or gone. */
  cannotWriteProgram(id: string): string;
  /**
   * Lets a paused container go on, whether the engine answers or not, and then gives it this restart policy. Fails until the
   * engine knows of it too; safe to repeat.
   */
  goOnProgram(id: string, policy?: RestartPolicy): string;

  /** A command that prints the last lines of what a container has printed. Fails where its log cannot be read back. */
  logCommand(id: string, lines: number): readonly string[];

  volume(name: string): Promise<VolumeFacts | undefined>;
  createVolume(volume: Omit<VolumeFacts, 'mountpoint'>): Promise<VolumeFacts>;
  /** Does nothing when it is not there. Throws 'engine-failed' when a container uses it. */
  removeVolume(name: string): Promise<void>;
  /** Names of containers, running or not, that use the volume. */
  volumeUsers(name: string): Promise<readonly string[]>;
  /** All of them; `addressesOf` names those whose addresses in use are wanted, by default none, since each costs a question. */
  networks(addressesOf?: readonly string[]): Promise<NetworkFacts[]>;

  image(nameOrId: string): Promise<ImageFacts | undefined>;
  /** Which of these layers are here already and may be left out of an archive. */
  layersPresent(image: ImageFacts): Promise<ReadonlySet<string>>;
  /** A command that writes an archive of the image to standard output, without the named archive paths. */
  exportCommand(image: ImageFacts, name: string, leaveOut: readonly string[]): readonly string[];
  /** A command that reads such an archive from standard input. */
  readonly importCommand: readonly string[];
  /** Does nothing when it is not there or in use. */
  removeImage(nameOrId: string): Promise<void>;

  /**
   * Makes an OCI runtime known under that name, without a restart. True if it was not known before; then `willChange` is
   * called before anything is changed.
   */
  registerRuntime(name: string, path: string, willChange: () => void): Promise<boolean>;
  /** Takes it out again if it is there, unless a container uses it. True if it is gone. */
  unregisterRuntime(name: string): Promise<boolean>;

  close(): void;
}
