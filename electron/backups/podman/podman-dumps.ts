/** What Podman's archives say of their container, as far as Shiplock reads it, and the same in Docker's words. */
import { z } from 'zod';

const texts = z.array(z.string());
const mount = z.looseObject({
  destination: z.string(),
  type: z.string().optional(),
  source: z.string().optional(),
  options: texts.nullish(),
});

export const configDump = z.looseObject({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().regex(/^[A-Za-z0-9][\w.-]*$/),
  rootfsImageID: z.string().regex(/^[0-9a-f]{64}$/),
  rootfsImageName: z.string(),
  namedVolumes: z
    .array(z.looseObject({ volumeName: z.string(), dest: z.string(), options: texts.nullish() }))
    .nullish(),
  newPortMappings: z
    .array(
      z.looseObject({
        host_ip: z.string().default(''),
        container_port: z.number().int(),
        host_port: z.number().int(),
        range: z.number().int().min(0).max(65_535).default(1),
        protocol: z.string().default('tcp'),
      }),
    )
    .nullish(),
  entrypoint: texts.nullish(),
  command: texts.nullish(),
  user: z.string().default(''),
  labels: z.record(z.string(), z.string()).nullish(),
  terminal: z.boolean().default(false),
  stdin: z.boolean().default(false),
  stopSignal: z.number().int().default(15),
  stopTimeout: z.number().int().default(10),
  privileged: z.boolean().default(false),
  restart_policy: z.string().default(''),
  restart_retries: z.number().int().nonnegative().default(0),
  Pod: z.string().optional(),
});
export type ConfigDump = z.infer<typeof configDump>;

export const specDump = z.looseObject({
  hostname: z.string().default(''),
  process: z.looseObject({
    env: texts.nullish(),
    cwd: z.string().default('/'),
    capabilities: z.looseObject({ bounding: texts.nullish() }).nullish(),
  }),
  root: z.looseObject({ readonly: z.boolean().default(false) }).nullish(),
  mounts: z.array(mount).nullish(),
  linux: z
    .looseObject({
      resources: z
        .looseObject({
          memory: z.looseObject({ limit: z.number().optional() }).nullish(),
          pids: z.looseObject({ limit: z.number().optional() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
export type SpecDump = z.infer<typeof specDump>;

/** Where Docker keeps a volume unless it is told otherwise; a restore asks it. */
export const dockerVolume = (name: string): string => `/var/lib/docker/volumes/${name}/_data`;

/** What Podman sets by itself in every container. */
const ownVariables = /^(container=|HOSTNAME=)/;

/** As Docker's inspect would describe a container made in the same way. Podman's own words go with it, for a way back. */
export function dockerDefinition(config: ConfigDump, spec: SpecDump): Record<string, unknown> {
  const volumes = config.namedVolumes ?? [];
  const isReadOnly = (options: readonly string[] | null | undefined): boolean =>
    options?.includes('ro') ?? false;
  return {
    Id: config.id,
    Name: `/${config.name}`,
    Image: `sha256:${config.rootfsImageID}`,
    State: { Status: 'exited', Pid: 0, ExitCode: 0 },
    Config: {
      Image: config.rootfsImageName,
      Hostname: spec.hostname,
      User: config.user,
      Env: (spec.process.env ?? []).filter((each) => !ownVariables.test(each)),
      Entrypoint: config.entrypoint ?? null,
      Cmd: config.command ?? null,
      WorkingDir: spec.process.cwd,
      Labels: config.labels ?? {},
      StopSignal: String(config.stopSignal),
      StopTimeout: config.stopTimeout,
      Tty: config.terminal,
      OpenStdin: config.stdin,
    },
    HostConfig: {
      NetworkMode: 'bridge',
      LogConfig: { Type: 'json-file' },
      RestartPolicy: { Name: config.restart_policy || 'no', MaximumRetryCount: config.restart_retries },
      Privileged: config.privileged,
      ReadonlyRootfs: spec.root?.readonly ?? false,
      ...capabilitiesOf(spec),
      Memory: spec.linux?.resources?.memory?.limit ?? 0,
      PidsLimit: spec.linux?.resources?.pids?.limit ?? null,
      PortBindings: portsOf(config),
      Binds: volumes.map(({ volumeName, dest, options }) =>
        [volumeName, dest, ...(isReadOnly(options) ? ['ro'] : [])].join(':'),
      ),
    },
    Mounts: volumes.map(({ volumeName, dest, options }) => ({
      Type: 'volume',
      Name: volumeName,
      Source: dockerVolume(volumeName),
      Destination: dest,
      Driver: 'local',
      RW: !isReadOnly(options),
    })),
    NetworkSettings: { Networks: { bridge: {} } },
  };
}

/** All rights that it had, and no others: what Docker gives by itself may be more or less. */
function capabilitiesOf({ process }: SpecDump): { CapDrop: string[]; CapAdd: string[] } {
  const had = process.capabilities?.bounding ?? [];
  return { CapDrop: ['ALL'], CapAdd: had.map((name) => name.replace(/^CAP_/, '')) };
}

function portsOf({ newPortMappings }: ConfigDump): Record<string, { HostIp: string; HostPort: string }[]> {
  const ports = (newPortMappings ?? []).flatMap(({ host_ip, host_port, container_port, range, protocol }) =>
    Array.from({ length: range }, (_, at) => ({
      port: `${container_port + at}/${protocol}`,
      place: { HostIp: host_ip, HostPort: String(host_port + at) },
    })),
  );
  const grouped = Map.groupBy(ports, ({ port }) => port);
  return Object.fromEntries([...grouped].map(([port, all]) => [port, all.map(({ place }) => place)]));
}

/** Mounted from the host: Podman's archives leave it there. The engine's own files are none of these. */
export function hostFolders({ mounts }: SpecDump, { namedVolumes }: ConfigDump): string[] {
  const ofEngine = /\/overlay-containers\/[0-9a-f]{64}\/userdata\//;
  const ofVolumes = new Set((namedVolumes ?? []).map(({ dest }) => dest));
  return (mounts ?? []).flatMap(({ type, source = '', destination }) =>
    type === 'bind' && !ofEngine.test(source) && !ofVolumes.has(destination) ? [destination] : [],
  );
}
