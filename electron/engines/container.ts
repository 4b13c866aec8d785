/** A container, as its engine describes it. Paths are on the engine's host. */

export interface Container {
  readonly id: string;
  readonly name: string;
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removing' | 'dead';
  /** The host's process id of the container's first process; 0 when it does not run. */
  readonly pid: number;
  /** How it ended last; 255 after its host lost its power. */
  readonly exitCode: number;
  readonly imageId: string;
  readonly imageName: string;
  readonly runtime: string;
  readonly terminal: boolean;
  readonly restartPolicy: RestartPolicy;
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  /** The health check's command, if there is one. */
  readonly healthCommand: readonly string[] | undefined;
  /** How long one run of it may take before the engine itself takes it for failed. */
  readonly healthTimeoutMs: number;
  readonly mounts: readonly Mount[];
  readonly networks: readonly NetworkAttachment[];
  readonly ports: readonly PublishedPort[];
  readonly log: LogFiles | undefined;
  readonly logDriver: string;
  /** Devices of the host that it was given. */
  readonly devices: readonly string[];
  /** Namespaces it shares with the host or another container, for instance `ipc: host`. */
  readonly sharedNamespaces: readonly string[];
  readonly volumesFrom: readonly string[];
  readonly removedOnExit: boolean;
  readonly restraints: Restraints;
  readonly definition: Definition;
}

export interface Mount {
  readonly kind: 'volume' | 'bind' | 'tmpfs' | 'other';
  /** A volume's name. */
  readonly name?: string | undefined;
  /** The volume's name was made up by the engine. */
  readonly anonymous: boolean;
  /** The folder or file on the host; empty for tmpfs. */
  readonly source: string;
  readonly destination: string;
  readonly readOnly: boolean;
  /** A volume's driver; `local` volumes are folders on the host. */
  readonly driver?: string | undefined;
}

export interface NetworkAttachment {
  readonly network: string;
  readonly driver: string;
  /** The address in use now. */
  readonly address?: string | undefined;
  /** The address the user asked for. */
  readonly fixedAddress?: string | undefined;
}

export interface PublishedPort {
  readonly protocol: string;
  readonly containerPort: number;
  readonly hostAddress: string;
  /** 0: the engine picks one at each start. */
  readonly requestedPort: number;
}

/** A container's log where it is kept in files: the first line written is in the last of `files`. */
export interface LogFiles {
  readonly driver: string;
  readonly folder: string;
  /** File names begin with this; the rest of the name is the same on every host. */
  readonly prefix: string;
}

/** What a container is kept from, beyond its namespaces. */
export interface Restraints {
  /** An AppArmor profile's name; empty: none. */
  readonly apparmor: string;
  /** An SELinux label; empty: none. */
  readonly selinux: string;
  readonly filtersSystemCalls: boolean;
}

/** The engine's own description of how the container was made: opaque to everyone but the engine. */
export type Definition = Readonly<Record<string, unknown>>;

export interface RestartPolicy {
  /** `no`: never. */
  readonly name: string;
  /** 0: no limit. */
  readonly maximumRetries: number;
}
