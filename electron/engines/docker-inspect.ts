/** Docker's inspect answers: the fields that Shiplock reads, checked, and what they mean as a `Container`. */
import { posix } from 'node:path';
import { z } from 'zod';
import { containerId, engineName, imageReference, isPlainPath, plainPath, texts } from './docker-answers.ts';
import { wholeNumber } from '../hosts/whole-number.ts';
import type { Container, LogFiles, Mount, NetworkAttachment, PublishedPort, Restraints } from './engine.ts';

const endpoint = z.looseObject({
  IPAMConfig: z.looseObject({ IPv4Address: z.union([z.ipv4(), z.literal('')]).optional() }).nullish(),
  Aliases: z.array(z.string()).nullish(),
  Links: z.array(z.string()).nullish(),
  DriverOpts: texts.nullish(),
  GwPriority: z.number().optional(),
  MacAddress: z.string().optional(),
  IPAddress: z.string().optional(),
});

export const inspectAnswer = z.looseObject({
  Id: containerId,
  Name: z.string().regex(/^\/?[A-Za-z0-9][\w.-]*$/, 'not a name'),
  Image: imageReference,
  LogPath: plainPath.or(z.literal('')).optional(),
  ResolvConfPath: plainPath.or(z.literal('')).optional(),
  HostnamePath: plainPath.or(z.literal('')).optional(),
  HostsPath: plainPath.or(z.literal('')).optional(),
  AppArmorProfile: z.string().nullish(),
  ProcessLabel: z.string().nullish(),
  State: z.looseObject({
    Status: z.enum(['created', 'running', 'paused', 'restarting', 'exited', 'removing', 'dead']),
    Pid: z.number().int().nonnegative(),
    ExitCode: z.number().int().default(0),
    Paused: z.boolean().optional(),
    Health: z.looseObject({ Status: z.string() }).nullish(),
  }),
  Config: z.looseObject({
    Image: imageReference,
    Hostname: z.string(),
    Tty: z.boolean(),
    MacAddress: z.string().optional(),
    Healthcheck: z
      .looseObject({ Test: z.array(z.string()).nullish(), Timeout: z.number().nullish() })
      .nullish(),
  }),
  HostConfig: z.looseObject({
    NetworkMode: z.string(),
    IpcMode: z.string().optional(),
    PidMode: z.string().optional(),
    UTSMode: z.string().optional(),
    UsernsMode: z.string().optional(),
    Runtime: z.string().optional(),
    AutoRemove: z.boolean().optional(),
    LogConfig: z.looseObject({ Type: z.string() }),
    RestartPolicy: z.looseObject({
      Name: z.string(),
      MaximumRetryCount: z.number().int().nonnegative().optional(),
    }),
    PortBindings: z
      .record(
        z.string(),
        z.array(z.looseObject({ HostIp: z.string().optional(), HostPort: z.string().optional() })).nullish(),
      )
      .nullish(),
    Devices: z.array(z.looseObject({ PathOnHost: z.string() })).nullish(),
    VolumesFrom: z.array(z.string()).nullish(),
    Binds: z.array(z.string()).nullish(),
    Mounts: z.array(z.looseObject({ Type: z.string(), Source: z.string().optional() })).nullish(),
    Privileged: z.boolean().nullish(),
    SecurityOpt: z.array(z.string()).nullish(),
  }),
  Mounts: z.array(
    z
      .looseObject({
        Type: z.string(),
        Name: engineName.optional(),
        Source: z.string().optional(),
        Destination: plainPath,
        Driver: z.string().optional(),
        RW: z.boolean(),
      })
      .refine(
        ({ Type, Source }) => (Type !== 'bind' && Type !== 'volume') || !Source || isPlainPath(Source),
        {
          path: ['Source'],
          error: 'not a plain absolute path',
        },
      ),
  ),
  GraphDriver: z
    .looseObject({
      Data: z.looseObject({ UpperDir: plainPath.optional(), LowerDir: z.string().optional() }).nullish(),
    })
    .nullish(),
  NetworkSettings: z.looseObject({ Networks: z.record(z.string(), endpoint).nullish() }),
});
export type InspectAnswer = z.infer<typeof inspectAnswer>;

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

/**
 * What Docker must be asked for to get the same container again: the user's own settings and those that Docker had
 * filled in when it was made. Left to Docker: its identifier, and addresses that nobody asked for. The restart policy
 * is left off: whoever commits the move sets it.
 */
export function toCreateBody(
  inspect: InspectAnswer,
  image: string,
  runtime: string,
  drivers: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const shortId = inspect.Id.slice(0, 12);
  const endpoints = Object.entries(inspect.NetworkSettings.Networks ?? {}).map(([network, point]) => {
    const aliases = (point.Aliases ?? []).filter((alias) => alias !== shortId);
    const keepsMac =
      point.MacAddress !== undefined &&
      (point.MacAddress === inspect.Config.MacAddress || hasOwnMac(drivers.get(network)));
    const settings = {
      IPAMConfig: point.IPAMConfig ?? null,
      Links: point.Links ?? null,
      Aliases: aliases.length > 0 ? aliases : null,
      DriverOpts: point.DriverOpts ?? null,
      ...(point.GwPriority === undefined ? {} : { GwPriority: point.GwPriority }),
      ...(keepsMac ? { MacAddress: point.MacAddress } : {}),
    };
    return [network, settings] as const;
  });
  return {
    ...inspect.Config,
    Image: image,
    HostConfig: {
      ...inspect.HostConfig,
      Runtime: runtime,
      RestartPolicy: { Name: 'no' },
      ContainerIDFile: '',
    },
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) },
  };
}

/** On these the outside sees the container's own hardware address, so that it must stay the same. */
function hasOwnMac(driver: string | undefined): boolean {
  return driver === 'macvlan';
}
