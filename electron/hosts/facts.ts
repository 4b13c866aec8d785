/** What a host is and has: asked once, in one go, and believed only as far as a schema goes. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ShiplockError } from '../../shared/errors.ts';
import { type KernelFacts, parseKernelFacts } from './kernel-facts.ts';
import { type Listener, parseListener, socketTables } from './listeners.ts';
import { printable } from '../../shared/printable.ts';
import type { Session } from './session.ts';

export type { Listener } from './listeners.ts';

const toolNames = ['criu', 'runc', 'crun', 'docker', 'podman', 'rsync', 'tar', 'zstd', 'nsenter'] as const;
export type ToolName = (typeof toolNames)[number];

const packageManagers = ['apt-get', 'dnf', 'zypper', 'apk'] as const;
export type PackageManager = (typeof packageManagers)[number];

export interface Tool {
  /** For instance `4.2`; undefined for a tool that does not say, as BusyBox's often do not. */
  readonly version: string | undefined;
  /** The first line it says about itself, in which for instance `GNU tar` can be told from others. */
  readonly says: string;
}

export interface Space {
  /** For instance `ext4` or `tmpfs`. */
  readonly fileSystem: string;
  /** Writable by an ordinary user. */
  readonly availableBytes: number;
}

export interface HostFacts {
  readonly kernel: string;
  /** As `uname -m` has it. */
  readonly arch: string;
  readonly distribution?: string | undefined;
  /** The user that commands run as: 0 after sudo. */
  readonly userId: number;
  /** Another one after every boot. */
  readonly bootId: string;
  readonly memTotalBytes: number;
  readonly memAvailableBytes: number;
  readonly swapTotalBytes?: number | undefined;
  readonly swapFreeBytes?: number | undefined;
  readonly cgroupVersion?: 1 | 2 | undefined;
  /** What there is to write to; undefined where there is no such folder. */
  readonly space: {
    readonly dockerRoot?: Space | undefined;
    readonly run?: Space | undefined;
    readonly tmp?: Space | undefined;
  };
  /** Those that are there. */
  readonly tools: { readonly [name in ToolName]?: Tool | undefined };
  /** By which tools can be added; undefined: by none that is known. */
  readonly packageManager?: PackageManager | undefined;
  /** CRIU can dump only the memory that changed since its last dump: the kernel tells it which pages did. */
  readonly tracksDirtyPages: boolean;
  /** containerd's client, if there is one. */
  readonly ctrPath?: string | undefined;
  /** Sockets of the host that wait for connections or datagrams. */
  readonly listening: readonly Listener[];
  /** The host's clock when it was asked, in nanoseconds since 1970; in whole seconds from a host that counts no finer. */
  readonly clockNs: bigint;
  /** The same clock when it began to answer. */
  readonly clockBeganNs: bigint;
  readonly kernelFacts: KernelFacts;
  /** What is in dockerd's configuration file: nothing, `live-restore` among others, or only others. */
  readonly dockerSettings: 'none' | 'live-restore' | 'others' | 'unknown';
}

const factsScript = readFileSync(new URL('./facts.sh', import.meta.url), 'utf8');
const factsTimeoutMs = 20_000;
const maxFactsBytes = 1024 * 1024;
const maxListeners = 4096;

/** Asks a host. Throws `command-failed` for an answer that makes no sense, and what `Session.script` throws. */
export async function readHostFacts(
  session: Session,
  options: { dockerRoot?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<HostFacts> {
  const { dockerRoot = '/var/lib/docker', signal } = options;
  const { stdout } = await session.script('facts', factsScript, [dockerRoot], {
    signal,
    timeoutMs: factsTimeoutMs,
    maxStdoutBytes: maxFactsBytes,
  });
  return parseHostFacts(session.host.name, stdout);
}

/** The facts in the output of `facts.sh`. Throws `command-failed`, naming the host, if what matters is not there. */
export function parseHostFacts(hostName: string, output: string): HostFacts {
  const values = valuesByKey(output);
  const all = (key: string): string[] => values.get(key) ?? [];
  const first = (key: string): string | undefined => all(key)[0];
  const facts = hostFacts.safeParse({
    kernel: first('kernel'),
    arch: first('arch'),
    distribution: first('distribution'),
    userId: first('userId'),
    bootId: first('bootId'),
    memTotalBytes: first('memory.MemTotal'),
    memAvailableBytes: first('memory.MemAvailable'),
    swapTotalBytes: first('memory.SwapTotal'),
    swapFreeBytes: first('memory.SwapFree'),
    cgroupVersion: first('cgroup'),
    space: { dockerRoot: first('space.dockerRoot'), run: first('space.run'), tmp: first('space.tmp') },
    tools: Object.fromEntries(toolNames.map((name) => [name, first(`tool.${name}`)])),
    packageManager: first('packageManager'),
    tracksDirtyPages: first('tracksDirtyPages'),
    ctrPath: first('ctrPath'),
    listening: socketTables.flatMap((table) =>
      all(`listen.${table}`)
        .map((socket) => parseListener(table, socket))
        .filter((listener) => listener !== undefined),
    ),
    clockNs: first('clock'),
    clockBeganNs: first('clockBegan') ?? first('clock'),
    kernelFacts: parseKernelFacts(all),
    dockerSettings: first('dockerSettings'),
  });
  if (facts.success) return facts.data;
  const text = {
    en: `${hostName} gave no usable answer about itself.`,
    zh: `${hostName} 没有给出可用的自身信息。`,
  };
  throw new ShiplockError('command-failed', text, {
    remedy: {
      en: `Check that ${hostName} is a Linux host with sh, awk, df, sed and grep.`,
      zh: `请确认 ${hostName} 是装有 sh、awk、df、sed 和 grep 的 Linux 主机。`,
    },
    details: `${z.prettifyError(facts.error)}\n${output.slice(0, 4096)}`,
  });
}

function valuesByKey(output: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const line of output.split('\n')) {
    const equals = line.indexOf('=');
    if (equals < 1) continue;
    const key = line.slice(0, equals);
    const value = line.slice(equals + 1);
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return values;
}

const line = z.string().transform((text) => printable(text).slice(0, 256));
const kibibytes = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform((text) => Number(text) * 1024);
const space = z
  .string()
  .regex(/^[\w.-]{1,64} \d{1,12}$/)
  .transform((text): Space => {
    const [fileSystem = '', available = ''] = text.split(' ');
    return { fileSystem, availableBytes: Number(available) * 1024 };
  })
  .optional();
const tool = line
  .transform((says): Tool => ({ version: /\d+(?:\.\d+)+[\w.+~-]*/.exec(says)?.[0], says }))
  .optional();
/** BusyBox's date prints seconds and the format's rest where others print nanoseconds. */
const clock = z.string().transform((text, context) => {
  const [, seconds, nanoseconds] = /^(\d{9,11})(\d{9})?(?:%?N)?$/.exec(text) ?? [];
  if (seconds !== undefined) return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds ?? 0);
  context.addIssue('not a time');
  return z.NEVER;
});

const hostFacts: z.ZodType<HostFacts> = z.object({
  kernel: line,
  arch: line,
  distribution: line.transform((text) => text.replace(/^(["'])(.*)\1$/, '$2')).optional(),
  userId: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number),
  bootId: z.uuid(),
  memTotalBytes: kibibytes,
  memAvailableBytes: kibibytes,
  swapTotalBytes: kibibytes.optional().catch(undefined),
  swapFreeBytes: kibibytes.optional().catch(undefined),
  cgroupVersion: z
    .enum(['1', '2'])
    .transform((text) => (text === '1' ? 1 : 2))
    .optional(),
  space: z.object({ dockerRoot: space, run: space, tmp: space }),
  tools: z.object({
    criu: tool,
    runc: tool,
    crun: tool,
    docker: tool,
    podman: tool,
    rsync: tool,
    tar: tool,
    zstd: tool,
    nsenter: tool,
  }),
  packageManager: z.enum(packageManagers).optional().catch(undefined),
  tracksDirtyPages: z
    .literal('yes')
    .optional()
    .transform((yes) => yes !== undefined),
  ctrPath: z
    .string()
    .regex(/^\/[\x21-\x7e]{1,255}$/)
    .optional()
    .catch(undefined),
  listening: z.array(z.custom<Listener>()).max(maxListeners),
  clockNs: clock,
  clockBeganNs: clock,
  kernelFacts: z.custom<KernelFacts>(),
  dockerSettings: z.enum(['none', 'live-restore', 'others']).or(z.literal('unknown')).catch('unknown'),
});
