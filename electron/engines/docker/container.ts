/** What Docker's answer to an inspect means as a `Container`. */
import { posix } from 'node:path';
import { wholeNumber } from '../../hosts/whole-number.ts';
import type { InspectAnswer } from './inspect.ts';
import type {
  Container,
  LogFiles,
  Mount,
  NetworkAttachment,
  PublishedPort,
  Restraints,
} from '../container.ts';

/** 64 hex digits: the name Docker gives to a volume that the user did not name. */
const generatedName = /^[0-9a-f]{64}$/;

/** Docker's own. */
const defaultHealthTimeoutNs = 30e9;

export function toContainer(inspect: InspectAnswer, driverOfNetwork: ReadonlyMap<string, string>): Container {
  const { HostConfig: host, Config: config, State: state } = inspect;
  const test = config.Healthcheck?.Test ?? [];
  return {
    id: inspect.Id,
    name: inspect.Name.replace(/^\//, ''),
    state: state.Status,
    pid: state.Pid,
    exitCode: state.ExitCode,
    imageId: inspect.Image,
    imageName: config.Image,
    runtime: host.Runtime ?? 'runc',
    terminal: config.Tty,
    restartPolicy: {
      name: host.RestartPolicy.Name || 'no',
      maximumRetries: host.RestartPolicy.MaximumRetryCount ?? 0,
    },
    health: healthOf(state.Health?.Status),
    healthCommand: healthCommandOf(test),
    healthTimeoutMs: (config.Healthcheck?.Timeout || defaultHealthTimeoutNs) / 1e6,
    mounts: inspect.Mounts.map(toMount),
    networks: networksOf(inspect, driverOfNetwork),
    ports: portsOf(host.PortBindings ?? {}),
    log: logFilesOf(host.LogConfig.Type, inspect),
    logDriver: host.LogConfig.Type,
    devices: (host.Devices ?? []).map((device) => device.PathOnHost),
    sharedNamespaces: sharedNamespacesOf(host),
    volumesFrom: host.VolumesFrom ?? [],
    removedOnExit: host.AutoRemove ?? false,
    restraints: restraintsOf(inspect),
    definition: inspect,
  };
}

function restraintsOf({ AppArmorProfile, ProcessLabel, HostConfig }: InspectAnswer): Restraints {
  const isFree = (HostConfig.Privileged ?? false) || HostConfig.SecurityOpt?.includes('seccomp=unconfined');
  return {
    apparmor: AppArmorProfile === 'unconfined' ? '' : (AppArmorProfile ?? ''),
    selinux: ProcessLabel ?? '',
    filtersSystemCalls: !isFree,
  };
}

function healthOf(status: string | undefined): Container['health'] {
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : 'none';
}

function healthCommandOf([kind, ...rest]: readonly string[]): readonly string[] | undefined {
  if (kind === 'CMD') return rest;
  if (kind === 'CMD-SHELL') return ['/bin/sh', '-c', ...rest];
  return undefined;
}

function toMount(mount: InspectAnswer['Mounts'][number]): Mount {
  const kind =
    mount.Type === 'volume' || mount.Type === 'bind' || mount.Type === 'tmpfs' ? mount.Type : 'other';
  return {
    kind,
    name: mount.Name,
    anonymous: kind === 'volume' && generatedName.test(mount.Name ?? ''),
    source: mount.Source ?? '',
    destination: mount.Destination,
    readOnly: !mount.RW,
    driver: mount.Driver,
  };
}

function networksOf(inspect: InspectAnswer, drivers: ReadonlyMap<string, string>): NetworkAttachment[] {
  return Object.entries(inspect.NetworkSettings.Networks ?? {}).map(([network, point]) => ({
    network,
    driver: drivers.get(network) ?? 'unknown',
    address: point.IPAddress || undefined,
    fixedAddress: point.IPAMConfig?.IPv4Address || undefined,
  }));
}

function portsOf(bindings: NonNullable<InspectAnswer['HostConfig']['PortBindings']>): PublishedPort[] {
  return Object.entries(bindings).flatMap(([port, hosts]) => {
    const [containerPort = '0', protocol = 'tcp'] = port.split('/');
    return (hosts ?? []).map(({ HostIp, HostPort }) => ({
      protocol,
      containerPort: wholeNumber(containerPort) ?? 0,
      hostAddress: HostIp ?? '',
      requestedPort: wholeNumber(HostPort) ?? 0,
    }));
  });
}

function logFilesOf(driver: string, { Id, LogPath, ResolvConfPath }: InspectAnswer): LogFiles | undefined {
  if (driver === 'json-file' && LogPath)
    return { driver, folder: posix.dirname(LogPath), prefix: `${Id}-json.log` };
  // Docker does not tell where this driver keeps its files, only where the container's own folder is.
  if (driver === 'local' && ResolvConfPath)
    return {
      driver,
      folder: posix.join(posix.dirname(ResolvConfPath), 'local-logs'),
      prefix: 'container.log',
    };
  return undefined;
}

function sharedNamespacesOf(host: InspectAnswer['HostConfig']): string[] {
  const modes: [string, string | undefined][] = [
    ['network', host.NetworkMode],
    ['ipc', host.IpcMode],
    ['pid', host.PidMode],
    ['uts', host.UTSMode],
    ['user', host.UsernsMode],
  ];
  return modes
    .filter(([, mode]) => mode !== undefined && (/^(host|container:.*)$/.test(mode) || mode === 'shareable'))
    .map(([namespace, mode]) => `${namespace}: ${mode}`);
}
