/**
 * What Podman's archives say of the container: `config.dump`, Podman's own configuration, and `spec.dump`, that of the OCI runtime.
 * The least that Podman 5.4 restores from; what it fills in by itself, paths of its storage above all, is left out.
 */
import { randomBytes } from 'node:crypto';
import type { DockerDefinition } from './docker-definition.ts';

export interface ArchivedVolume {
  readonly name: string;
  readonly destination: string;
  readonly isReadOnly: boolean;
}

export interface DumpsRequest {
  readonly definition: DockerDefinition;
  readonly name: string;
  /** With registry and tag: Podman looks for it under that name before it restores. */
  readonly imageName: string;
  /** Digest of its configuration, by which Podman knows it. */
  readonly configDigest: string;
  readonly volumes: readonly ArchivedVolume[];
  /** Mounted from where they lie on the host, which the archive does not bring. */
  readonly binds: readonly {
    readonly path: string;
    readonly destination: string;
    readonly isReadOnly: boolean;
  }[];
}

export interface Dumps {
  readonly config: unknown;
  readonly spec: unknown;
}

export function dumpsOf(request: DumpsRequest): Dumps {
  const id = randomBytes(32).toString('hex');
  const spec = specOf(request, id);
  return { spec, config: configOf(request, id, spec) };
}

function configOf(
  { definition: { Config, HostConfig }, name, imageName, configDigest, volumes }: DumpsRequest,
  id: string,
  spec: unknown,
): unknown {
  return {
    ...{ id, name, spec },
    rootfsImageID: configDigest.replace(/^sha256:/, ''),
    rootfsImageName: imageName,
    RawImageName: imageName,
    idMappingsOptions: { HostUIDMapping: true, HostGIDMapping: true },
    // Docker's containers have their shared memory in themselves, and so it is in the checkpoint.
    noShm: true,
    shmSize: HostConfig.ShmSize ?? 65_536_000,
    namedVolumes: volumes.map((volume) => ({
      volumeName: volume.name,
      dest: volume.destination,
      options: bindOptions(volume.isReadOnly),
    })),
    user: Config.User,
    labels: Config.Labels ?? {},
    createNetNS: true,
    networkMode: 'bridge',
    newNetworks: { podman: { interface_name: 'eth0' } },
    newPortMappings: portsOf(HostConfig.PortBindings ?? {}),
    userVolumes: volumes.map(({ destination }) => destination),
    entrypoint: Config.Entrypoint ?? [],
    command: Config.Cmd ?? [],
    terminal: Config.Tty,
    stdin: Config.OpenStdin,
    stopSignal: stopSignals[Config.StopSignal ?? 'SIGTERM'] ?? 15,
    stopTimeout: Config.StopTimeout ?? 10,
    createdTime: new Date().toISOString(),
    cgroupsMode: 'enabled',
    logDriver: 'k8s-file',
    runtime: 'runc',
    passwd: true,
  };
}

const stopSignals: Readonly<Record<string, number>> = {
  ...{ SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGUSR1: 10, SIGUSR2: 12, SIGTERM: 15, SIGWINCH: 28 },
};

/** Ports that the host chose by itself are chosen anew. */
function portsOf(bindings: NonNullable<DockerDefinition['HostConfig']['PortBindings']>): unknown[] {
  return Object.entries(bindings).flatMap(([port, places]) => {
    const [number, protocol = 'tcp'] = port.split('/');
    return (places ?? []).map(({ HostIp = '', HostPort = '' }) => ({
      host_ip: HostIp === '0.0.0.0' ? '' : HostIp,
      host_port: Number(HostPort) || Number(number),
      container_port: Number(number),
      range: 1,
      protocol,
    }));
  });
}

function specOf({ definition: { Config, HostConfig }, volumes, binds }: DumpsRequest, id: string): unknown {
  const capabilities = capabilitiesOf(HostConfig);
  const hasOwnCgroups = HostConfig.CgroupnsMode === 'private';
  const types = ['pid', 'network', 'ipc', 'uts', 'mount', ...(hasOwnCgroups ? ['cgroup'] : [])];
  return {
    ociVersion: '1.2.0',
    process: {
      terminal: Config.Tty,
      user: userOf(Config.User),
      args: [...(Config.Entrypoint ?? []), ...(Config.Cmd ?? [])],
      env: withPath(Config.Env ?? []),
      cwd: Config.WorkingDir || '/',
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
    },
    root: { path: 'rootfs', readonly: HostConfig.ReadonlyRootfs ?? false },
    hostname: Config.Hostname || id.slice(0, 12),
    mounts: [
      ...engineMounts,
      ...Object.entries(HostConfig.Tmpfs ?? {}).map(([destination, options]) =>
        mountOf(destination, 'tmpfs', 'tmpfs', options === '' ? [] : options.split(',')),
      ),
      ...volumes.map(({ name, destination, isReadOnly }) =>
        mountOf(destination, 'bind', `${volumesFolder}/${name}/_data`, bindOptions(isReadOnly)),
      ),
      ...binds.map(({ path, destination, isReadOnly }) =>
        mountOf(destination, 'bind', path, bindOptions(isReadOnly)),
      ),
    ],
    annotations: { 'io.container.manager': 'libpod' },
    linux: {
      // No path: the cgroup is where that host's runtime puts those that nobody has placed.
      resources: resourcesOf(HostConfig),
      namespaces: types.map((type) => ({ type })),
      maskedPaths: HostConfig.MaskedPaths ?? [],
      readonlyPaths: HostConfig.ReadonlyPaths ?? [],
    },
  };
}

/** Where root's Podman keeps volumes unless it is told otherwise: a restore mounts what is said here. */
const volumesFolder = '/var/lib/containers/storage/volumes';

const bindOptions = (isReadOnly: boolean): string[] => [isReadOnly ? 'ro' : 'rw', 'rprivate', 'rbind'];

const mountOf = (destination: string, type: string, source: string, options: readonly string[]): unknown => ({
  ...{ destination, type, source, options },
});

/** As every container has them. */
const engineMounts = [
  mountOf('/proc', 'proc', 'proc', ['nosuid', 'noexec', 'nodev']),
  mountOf('/dev', 'tmpfs', 'tmpfs', ['nosuid', 'strictatime', 'mode=755', 'size=65536k']),
  mountOf('/dev/pts', 'devpts', 'devpts', [
    ...['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'],
  ]),
  mountOf('/dev/shm', 'tmpfs', 'shm', ['nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k']),
  mountOf('/dev/mqueue', 'mqueue', 'mqueue', ['nosuid', 'noexec', 'nodev']),
  mountOf('/sys', 'sysfs', 'sysfs', ['nosuid', 'noexec', 'nodev', 'ro']),
  mountOf('/sys/fs/cgroup', 'cgroup', 'cgroup', [
    ...['rprivate', 'nosuid', 'noexec', 'nodev', 'relatime', 'ro'],
  ]),
];

/** Docker adds it to what an image does not say itself. */
const withPath = (env: readonly string[]): readonly string[] =>
  env.some((each) => each.startsWith('PATH='))
    ? env
    : ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...env];

/** For programs that are started in it later: those that are restored have their own. */
function userOf(user: string): { uid: number; gid: number } {
  const [uid = '', gid = uid] = user.split(':');
  const isNumber = (text: string): boolean => /^\d+$/.test(text);
  return { uid: isNumber(uid) ? Number(uid) : 0, gid: isNumber(gid) ? Number(gid) : 0 };
}

/** Docker's own, by its documentation of `docker run --cap-add`. */
const usualCapabilities = [
  ...[
    'AUDIT_WRITE',
    'CHOWN',
    'DAC_OVERRIDE',
    'FOWNER',
    'FSETID',
    'KILL',
    'MKNOD',
    'NET_BIND_SERVICE',
    'NET_RAW',
  ],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];

function capabilitiesOf({ CapAdd, CapDrop }: DockerDefinition['HostConfig']): string[] {
  const plain = (name: string): string => name.toUpperCase().replace(/^CAP_/, '');
  const dropped = new Set((CapDrop ?? []).map(plain));
  const usual = dropped.has('ALL') ? [] : usualCapabilities.filter((name) => !dropped.has(name));
  const added = (CapAdd ?? []).map(plain).filter((name) => name !== 'ALL');
  return [...new Set([...usual, ...added])].map((name) => `CAP_${name}`);
}

function resourcesOf({ Memory, NanoCpus, PidsLimit }: DockerDefinition['HostConfig']): unknown {
  const period = 100_000;
  return {
    devices: [{ allow: false, access: 'rwm' }],
    ...(Memory ? { memory: { limit: Memory } } : {}),
    ...(NanoCpus ? { cpu: { quota: Math.round((NanoCpus * period) / 1e9), period } } : {}),
    ...(PidsLimit && PidsLimit > 0 ? { pids: { limit: PidsLimit } } : {}),
  };
}
