/** The ways to move a container that are held against each other. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunReport } from '../../shared/model.ts';
import { type CommandResult, execute } from '../edge/command.ts';
import type { Stand } from './stand.ts';

/** What is moved: a gauge, named so, with its readings in a volume, and given to clients at a port. */
export const gauge = { name: 'gauge', volume: 'gauge-data', port: 7000 } as const;

export interface Way {
  readonly name: string;
  readonly engine: 'docker' | 'podman';
  /** Moves the gauge, begun with `createArgs`, from source to target. Throws if it fails or takes too long. */
  readonly move: (stand: Stand, terms: Terms) => Promise<RunReport | null>;
}

export interface Terms {
  readonly createArgs: readonly string[];
  readonly rateMbit: number;
  readonly timeoutMs: number;
}

const shiplockProgram = path.resolve(import.meta.dirname, '../../build/shiplock.js');

/** Shiplock through its command line, with the hosts of the stand added to `home`. */
export function shiplock(home: string): Way {
  return {
    name: 'Shiplock',
    engine: 'docker',
    move: async (_stand, { timeoutMs }) => {
      const words = ['migrate', gauge.name, '--from', 'source', '--to', 'target', '--accept', 'all'];
      return (await runShiplock(home, words, timeoutMs)) as RunReport;
    },
  };
}

export async function addHosts(home: string, { source, target }: Stand): Promise<void> {
  for (const [name, host] of Object.entries({ source, target })) {
    const login = ['--address', host.address, '--key', host.privateKeyPath];
    await runShiplock(home, ['hosts', 'add', name, ...login, '--accept-host-key', host.hostKeyFingerprint]);
  }
}

export const dockerByHand: Way = {
  name: 'docker checkpoint, by hand',
  engine: 'docker',
  move: async ({ source, target }, { createArgs, timeoutMs }) => {
    const args = [gauge.name, gauge.volume, target.address, ...createArgs];
    const script = readFileSync(path.join(import.meta.dirname, 'peer-docker.sh'));
    demand(await source.run(['sh', '-s', '--', ...args], { input: script, timeoutMs }));
    return null;
  },
};

export const podmanExport: Way = {
  name: 'podman checkpoint --export',
  engine: 'podman',
  move: async ({ source, target }, { rateMbit, timeoutMs }) => {
    // zstd makes about 400 MB/s of it: slower than nothing on a fast link, faster on a slow one.
    const args = [gauge.name, gauge.volume, target.address, rateMbit > 500 ? 'none' : 'zstd'];
    const script = readFileSync(path.join(import.meta.dirname, 'peer-podman.sh'));
    demand(await source.run(['sh', '-s', '--', ...args], { input: script, timeoutMs }));
    return null;
  },
};

async function runShiplock(home: string, words: readonly string[], timeoutMs = 60_000): Promise<unknown> {
  const argv = [process.execPath, shiplockProgram, '--home', home, '--json', ...words];
  return JSON.parse(demand(await execute(argv, { timeoutMs })));
}

function demand({ status, stdout, stderr }: CommandResult): string {
  if (status !== 0) throw new Error(`status ${status}: ${(stderr + stdout).trim().slice(-1500)}`);
  return stdout;
}
