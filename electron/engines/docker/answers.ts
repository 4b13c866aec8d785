/** What Docker may answer: nothing that a host says is used before a schema has seen it. */
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';
import { isPlainPath } from '../../hosts/plain-path.ts';

/** More than this of an odd answer helps nobody. */
const detailsLength = 2000;

/** `answer` as the schema has it. Throws 'engine-failed', naming the host, for one that makes no sense. */
export function readAnswer<Schema extends z.ZodType>(
  host: string,
  what: BothLanguages,
  schema: Schema,
  answer: unknown,
): z.output<Schema> {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new ShiplockError(
    'engine-failed',
    {
      en: `Docker on ${host} was asked to ${what.en}, and its answer makes no sense.`,
      zh: `要求 ${host} 上的 Docker ${what.zh}，但其应答无法理解。`,
    },
    {
      remedy: {
        en: `Check that Docker on ${host} is version 25 or newer, and that nothing else answers in its place.`,
        zh: `请确认 ${host} 上的 Docker 为 25 或更新版本，且没有别的程序代它应答。`,
      },
      details: z.prettifyError(read.error).slice(0, detailsLength),
    },
  );
}

/** Text under names that the user chose, `__proto__` among them, which zod's own records leave out. */
export const texts = z.custom<Readonly<Record<string, string>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((each) => typeof each === 'string'),
  'not texts by name',
);

export const plainPath = z.string().refine(isPlainPath, 'not a plain absolute path');

/** Docker's own rules for the names of containers and of local volumes. They become part of a request's path. */
export const engineName = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'not a name');

/** An image's name, tag or digest, or its identifier. It becomes part of a request's path and a command's argument. */
export const imageReference = z
  .string()
  .regex(/^[A-Za-z0-9[](?:[\w:@[\]-]|\.(?!\.)|\/(?![./]))*$/, 'not the name of an image');

export const containerId = z.string().regex(/^[0-9a-f]{64}$/, 'not an identifier');

export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'not a digest');

export const volumeAnswer = z.looseObject({
  Name: z.string(),
  Driver: z.string(),
  Mountpoint: z.string(),
  Options: texts.nullish(),
  Labels: texts.nullish(),
});

export const infoAnswer = z.looseObject({
  ServerVersion: z.string(),
  Driver: z.string(),
  DriverStatus: z.array(z.array(z.string())).nullish(),
  DockerRootDir: plainPath,
  CgroupVersion: z.string().default('1'),
  Runtimes: z.record(z.string(), z.unknown()).nullish(),
  SecurityOptions: z.array(z.string()).nullish(),
  LiveRestoreEnabled: z.boolean().nullish(),
  Plugins: z
    .looseObject({ Network: z.array(z.string()).nullish(), Log: z.array(z.string()).nullish() })
    .nullish(),
  Swarm: z.looseObject({ LocalNodeState: z.string().nullish() }).nullish(),
});

/** Of one runtime in `infoAnswer`, if it says so. */
export const runtimeAnswer = z.looseObject({ path: z.string().optional() });

export const listAnswer = z.array(
  z.looseObject({
    Id: containerId,
    Names: z.array(z.string()).nullish(),
    Image: z.string(),
    State: z.string(),
    Status: z.string(),
    Ports: z
      .array(
        z.looseObject({
          IP: z.string().optional(),
          PublicPort: z.number().optional(),
          PrivatePort: z.number(),
          Type: z.string(),
        }),
      )
      .nullish(),
  }),
);

export const createAnswer = z.looseObject({ Id: containerId });

export const executionAnswer = z.looseObject({ ExitCode: z.number().int().nullish() });

export const networksAnswer = z.array(
  z.looseObject({
    Id: z.string().regex(/^\w+$/, 'not an identifier'),
    Name: z.string(),
    Driver: z.string(),
    Scope: z.string().nullish(),
    Internal: z.boolean().nullish(),
    Attachable: z.boolean().nullish(),
    Ingress: z.boolean().nullish(),
    ConfigOnly: z.boolean().nullish(),
    EnableIPv6: z.boolean().nullish(),
    ConfigFrom: z.looseObject({ Network: z.string().nullish() }).nullish(),
    Options: texts.nullish(),
    Labels: texts.nullish(),
    IPAM: z
      .looseObject({
        Driver: z.string().nullish(),
        Options: texts.nullish(),
        Config: z
          .array(
            z.looseObject({
              Subnet: z.string().optional(),
              Gateway: z.string().optional(),
              IPRange: z.string().optional(),
              AuxiliaryAddresses: texts.nullish(),
            }),
          )
          .nullish(),
      })
      .nullish(),
  }),
);
export type ListedNetwork = z.infer<typeof networksAnswer>[number];

export const networkAnswer = z.looseObject({
  Containers: z
    .record(z.string(), z.looseObject({ Name: z.string().optional(), IPv4Address: z.string().optional() }))
    .nullish(),
});

export const imageAnswer = z.looseObject({
  Id: imageReference,
  RepoTags: z.array(z.string()).nullish(),
  Size: z.number().nonnegative(),
  RootFS: z.looseObject({ Layers: z.array(digest).nullish() }),
});

export const imagesAnswer = z.array(z.looseObject({ Id: imageReference }));

/** A manifest or an index of them, in containerd's store. */
export const manifestAnswer = z.looseObject({
  config: z.looseObject({ digest }).optional(),
  layers: z.array(z.looseObject({ digest })).optional(),
  manifests: z.array(z.looseObject({ digest })).max(256).optional(),
});
