/** Docker's answer to an inspect of a container: the fields that Shiplock reads, checked. */
import { z } from 'zod';
import { isPlainPath } from '../../hosts/plain-path.ts';
import { containerId, engineName, imageReference, plainPath, texts } from './answers.ts';

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
