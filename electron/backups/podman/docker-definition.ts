/** What of Docker's description of a container Podman can be told. */
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';

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
  if (data === undefined) throw refused({ en: 'its description', zh: '其描述' }, z.prettifyError(error));
  const { HostConfig: host } = data;
  const isOwn = (mode: string | null | undefined): boolean =>
    mode !== 'host' && !mode?.startsWith('container:');
  if (host.Privileged === true) throw refused({ en: 'that it is privileged', zh: '它是特权容器' });
  if ((host.Devices ?? []).length > 0) throw refused({ en: 'devices of its host', zh: '它使用主机的设备' });
  for (const mode of [host.NetworkMode, host.IpcMode, host.PidMode, host.UTSMode, host.UsernsMode])
    if (!isOwn(mode))
      throw refused({
        en: `a namespace that is not its own (${mode})`,
        zh: `它使用不属于自己的命名空间（${mode}）`,
      });
  if (host.NetworkMode === 'none') throw refused({ en: 'that it has no network', zh: '它没有网络' });
  if (host.IpcMode === 'shareable')
    throw refused({ en: 'shared memory that others may join', zh: '其共享内存可供其他容器加入' });
  return data;
}

function refused(what: BothLanguages, details?: string): ShiplockError {
  return new ShiplockError(
    'usage',
    {
      en: `An archive for Podman cannot say of this container: ${what.en}.`,
      zh: `Podman 的归档无法表达该容器的这一点：${what.zh}。`,
    },
    {
      state: { en: 'Nothing was written.', zh: '未写入任何内容。' },
      remedy: {
        en: 'Restore the point with Shiplock, or take its files: shiplock extract',
        zh: '请用 Shiplock 还原该还原点，或取出其文件：shiplock extract',
      },
      details,
    },
  );
}
