/** What of Docker's description of a container Podman can be told. */
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';

const texts = z.array(z.string());

const schema = z.looseObject({
  Config: z.looseObject({
    Hostname: z.string().default(''),
    User: z.string().default(''),
    Env: texts.nullish(),
    Cmd: texts.nullish(),
    Entrypoint: texts.nullish(),
    WorkingDir: z.string().default(''),
    Labels: z.record(z.string(), z.string()).nullish(),
    StopSignal: z.string().nullish(),
    StopTimeout: z.number().nullish(),
    Tty: z.boolean().default(false),
    OpenStdin: z.boolean().default(false),
  }),
  HostConfig: z.looseObject({
    NetworkMode: z.string(),
    IpcMode: z.string().nullish(),
    PidMode: z.string().nullish(),
    UTSMode: z.string().nullish(),
    UsernsMode: z.string().nullish(),
    CgroupnsMode: z.string().nullish(),
    Privileged: z.boolean().nullish(),
    ReadonlyRootfs: z.boolean().nullish(),
    CapAdd: texts.nullish(),
    CapDrop: texts.nullish(),
    Devices: z.array(z.unknown()).nullish(),
    Tmpfs: z.record(z.string(), z.string()).nullish(),
    Memory: z.number().nullish(),
    NanoCpus: z.number().nullish(),
    PidsLimit: z.number().nullish(),
    ShmSize: z.number().nullish(),
    MaskedPaths: texts.nullish(),
    ReadonlyPaths: texts.nullish(),
    PortBindings: z
      .record(
        z.string(),
        z.array(z.looseObject({ HostIp: z.string().optional(), HostPort: z.string().optional() })).nullish(),
      )
      .nullish(),
  }),
  Mounts: z.array(z.looseObject({ Type: z.string(), Destination: z.string(), RW: z.boolean() })),
});
export type DockerDefinition = z.infer<typeof schema>;

/**
 * Throws 'usage', naming what stands against it, for a container that has more of its host than Podman's archives can say: its
 * devices, its namespaces, all its rights.
 */
export function expressible(definition: Record<string, unknown>): DockerDefinition {
  const { data, error } = schema.safeParse(definition);
  if (data === undefined) throw refused('its description', z.prettifyError(error));
  const { HostConfig: host } = data;
  const isOwn = (mode: string | null | undefined): boolean =>
    mode !== 'host' && !mode?.startsWith('container:');
  if (host.Privileged === true) throw refused('that it is privileged');
  if ((host.Devices ?? []).length > 0) throw refused('devices of its host');
  for (const mode of [host.NetworkMode, host.IpcMode, host.PidMode, host.UTSMode, host.UsernsMode])
    if (!isOwn(mode)) throw refused(`a namespace that is not its own (${mode})`);
  if (host.NetworkMode === 'none') throw refused('that it has no network');
  if (host.IpcMode === 'shareable') throw refused('shared memory that others may join');
  return data;
}

function refused(what: string, details?: string): ShiplockError {
  return new ShiplockError('usage', `An archive for Podman cannot say of this container: ${what}.`, {
    state: 'Nothing was written.',
    remedy: 'Restore the point with Shiplock, or take its files: shiplock extract',
    details,
  });
}
