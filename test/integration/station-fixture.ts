/** Test hosts and a station that knows them: what a test of a move needs, and nothing left of it afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { Station } from '../../electron/station.ts';
import type { CallOptions, Input } from '../../shared/contract.ts';
import type { Plan, RunReport } from '../../shared/model.ts';
import { type CommandOptions, execute } from '../edge/command.ts';
import type { Flavour } from '../edge/flavours.ts';
import { EdgeHost } from '../edge/host.ts';
import { hostOf } from '../edge/known-host.ts';
import type { HostUser } from '../edge/users.ts';
import { type Image, images, loadImage } from '../edge/images.ts';
import type { Machine } from '../edge/record.ts';

export type MoveOptions = Partial<Omit<Input<'moves.start'>, 'container'>> & CallOptions;

export interface HostOptions {
  /** A disk of its own of this size. */
  readonly diskBytes?: number;
  /** Default: 1000. */
  readonly rateMbit?: number;
  readonly users?: readonly HostUser[];
  /** Default: `namespaces`. */
  readonly machine?: Machine;
}

/** A move goes from `upper` to `lower` unless a test says otherwise. */
export class StationFixture implements AsyncDisposable {
  readonly home = mkdtempSync(path.join(tmpdir(), 'shiplock-station-'));
  readonly station = new Station(this.home);
  readonly #hosts: EdgeHost[] = [];

  /** A host for each flavour, the first named `upper`, then `lower`, `third`; all known to the station. */
  static async up(flavours: readonly Flavour[], options: HostOptions = {}): Promise<StationFixture> {
    const fixture = new StationFixture();
    try {
      const names = ['upper', 'lower', 'third'];
      const rising = flavours.map((flavour, index) =>
        EdgeHost.up({ name: names[index] ?? `host-${index}`, flavour, rateMbit: 1000, ...options }),
      );
      for (const host of await Promise.allSettled(rising)) {
        if (host.status === 'fulfilled') fixture.#hosts.push(host.value);
      }
      await Promise.all(rising);
      for (const host of fixture.#hosts) await fixture.know(host);
      return fixture;
    } catch (error) {
      await fixture[Symbol.asyncDispose]();
      throw error;
    }
  }

  get upper(): EdgeHost {
    return this.host('upper');
  }

  get lower(): EdgeHost {
    return this.host('lower');
  }

  host(name: string): EdgeHost {
    const host = this.#hosts.find((each) => each.name === name);
    if (host === undefined) throw new Error(`there is no host ${name}`);
    return host;
  }

  /** Makes a host known to the station, its key pinned. */
  async know(host: EdgeHost): Promise<void> {
    await this.station.call('hosts.add', hostOf(host));
  }

  plan(container: string, options: MoveOptions & { rehearse?: boolean } = {}): Promise<Plan> {
    const { signal, onEvent, ...request } = options;
    return this.station.call('moves.plan', { from: 'upper', to: 'lower', ...request, container });
  }

  /** Moves, whatever the outcome, and whatever the plan warns of. */
  start(container: string, options: MoveOptions = {}): Promise<RunReport> {
    const { signal, onEvent, ...request } = options;
    const input = { from: 'upper', to: 'lower', accept: ['all'], ...request, container };
    return this.station.call('moves.start', input, {
      ...(signal ? { signal } : {}),
      ...(onEvent ? { onEvent } : {}),
    });
  }

  /** Moves, and is content with nothing but a committed run. */
  async migrate(container: string, options: MoveOptions = {}): Promise<RunReport> {
    const report = await this.start(container, options);
    if (report.outcome !== 'committed')
      throw new Error(`the run ended as ${report.outcome}: ${JSON.stringify(report.error, null, 2)}`);
    return report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.station[Symbol.dispose]();
    await Promise.all(this.#hosts.map((host) => host.down()));
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** `docker run --detach` with these words before the image, and these after it. The image is loaded if need be. */
export async function startContainer(
  host: EdgeHost,
  name: string,
  image: Image,
  options: readonly string[] = [],
  command: readonly string[] = [],
): Promise<string> {
  await ensureImage(host, image);
  return docker(host, 'run', '--detach', '--name', name, ...options, images[image], ...command);
}

/** A docker command on the host's console; its output without the last newline. Throws if it fails. */
export async function docker(host: EdgeHost, ...words: string[]): Promise<string> {
  const { stdout, stderr, status } = await host.run(['docker', ...words], { timeoutMs: 60_000 });
  if (status !== 0) throw new Error(`docker ${words.join(' ')} on ${host.name}: ${stderr || stdout}`);
  return stdout.replace(/\n$/, '');
}

// biome-ignore lint/suspicious/noExplicitAny: an inspect is whatever Docker says it is
export type Inspect = Record<string, any>;

export async function inspect(host: EdgeHost, container: string): Promise<Inspect> {
  const [found] = JSON.parse(await docker(host, 'container', 'inspect', container)) as Inspect[];
  if (found === undefined) throw new Error(`no container ${container} on ${host.name}`);
  return found;
}

/** True for a container that the host has, in whatever state. */
export async function hasContainer(host: EdgeHost, container: string): Promise<boolean> {
  return (await host.run(['docker', 'container', 'inspect', container])).status === 0;
}

async function ensureImage(host: EdgeHost, image: Image): Promise<void> {
  const there = await host.run(['docker', 'image', 'inspect', images[image]]);
  if (there.status !== 0) await loadImage(host, image);
}

/**
 * Nothing of Shiplock's is on the host: no folder, mount, mark, process, half-made container. The target keeps the
 * runtime that its container uses; so does a host that was a target before.
 */
export async function expectNoTraces(
  host: EdgeHost,
  { runtime = false }: { runtime?: boolean } = {},
): Promise<void> {
  const look = [
    'ls -d /run/shiplock /var/lib/shiplock 2>/dev/null || true',
    "grep -E '^shiplock|/run/shiplock' /proc/mounts || true",
    "docker ps --all --format '{{.Names}}' | grep shiplock || true",
    "find /var/lib/docker -name 'shiplock*' | head",
    'pgrep -a rsync || true',
  ];
  expect(await host.shell(look.join('\n'))).toBe('');
  if (runtime) return;
  expect(
    await host.shell('ls -d /usr/local/lib/shiplock 2>/dev/null || true; cat /etc/docker/daemon.json'),
  ).not.toContain('shiplock');
}

/** As a client on the laptop's side of the network would. */
export async function onMachine(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { stdout, stderr, status } = await execute(argv, { timeoutMs: 30_000, ...options });
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
  return stdout;
}
