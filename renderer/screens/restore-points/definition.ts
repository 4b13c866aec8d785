/** What a container's definition says of it that a technician asks for. It is Docker's own, and old ones may lack anything. */
import { z } from 'zod';

const text = z.string().nullish().catch(undefined);
const texts = z.array(z.string()).nullish().catch(undefined);
const bindings = z
  .record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable())
  .nullish()
  .catch(undefined);

const inspected = z.object({
  Config: z
    .object({ Entrypoint: texts, Cmd: texts, Env: texts, User: text, Hostname: text })
    .partial()
    .catch({}),
  HostConfig: z
    .object({
      PortBindings: bindings,
      RestartPolicy: z.object({ Name: z.string(), MaximumRetryCount: z.number().optional() }).optional(),
    })
    .partial()
    .catch({}),
  Mounts: z
    .array(z.object({ Name: text, Source: z.string(), Destination: z.string(), RW: z.boolean() }))
    .catch([]),
  NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()) }).catch({ Networks: {} }),
});

export interface DefinitionFacts {
  readonly command: string;
  readonly user: string;
  readonly hostname: string;
  /** `8080 → 80/tcp` */
  readonly ports: readonly string[];
  readonly mounts: readonly { readonly from: string; readonly to: string; readonly isReadOnly: boolean }[];
  readonly networks: readonly string[];
  /** Empty: it is not started again by itself. */
  readonly restartPolicy: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

export function factsOf(definition: Readonly<Record<string, unknown>>): DefinitionFacts {
  const { Config, HostConfig, Mounts, NetworkSettings } = inspected.parse({
    Config: {},
    HostConfig: {},
    Mounts: [],
    NetworkSettings: { Networks: {} },
    ...definition,
  });
  return {
    command: [...(Config.Entrypoint ?? []), ...(Config.Cmd ?? [])].join(' '),
    user: Config.User ? Config.User : 'root',
    hostname: Config.Hostname ?? '',
    ports: portsOf(HostConfig.PortBindings ?? {}),
    mounts: Mounts.map(({ Name, Source, Destination, RW }) => ({
      from: Name ?? Source,
      to: Destination,
      isReadOnly: !RW,
    })),
    networks: Object.keys(NetworkSettings.Networks),
    restartPolicy: policyOf(HostConfig.RestartPolicy),
    environment: (Config.Env ?? []).map((each) => {
      const at = each.indexOf('=');
      return at === -1 ? { name: each, value: '' } : { name: each.slice(0, at), value: each.slice(at + 1) };
    }),
  };
}

function portsOf(bound: NonNullable<z.infer<typeof bindings>>): string[] {
  return Object.entries(bound).flatMap(([port, hosts]) =>
    (hosts ?? []).map(({ HostIp, HostPort }) => {
      const address = HostIp === '' || HostIp === '0.0.0.0' ? '' : `${HostIp}:`;
      return `${address}${HostPort} → ${port}`;
    }),
  );
}

function policyOf(policy: { Name: string; MaximumRetryCount?: number | undefined } | undefined): string {
  if (policy === undefined || policy.Name === 'no') return '';
  const { Name, MaximumRetryCount = 0 } = policy;
  return MaximumRetryCount > 0 ? `${Name}:${MaximumRetryCount}` : Name;
}
