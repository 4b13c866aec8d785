/** The demo's two hosts and the folder of its Shiplock: started, found again, and taken down. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { whyNoHosts } from '../edge/capability.ts';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';

export interface DemoHosts {
  readonly river: EdgeHost;
  readonly dam: EdgeHost;
}

/** Shiplock's `--home` in the demo. It exists from before the first host is started until the last is down. */
export const home = '/var/tmp/shiplock-demo';

const hostNames = ['river', 'dam'];

/** Throws if there are hosts of the demo's names that no demo started. */
export async function clearEarlierDemo(): Promise<void> {
  const [stranger] = existsSync(home) ? [] : hostsThere();
  if (stranger !== undefined) {
    const { name } = stranger;
    throw new Error(
      `there is a host named ${name} that no demo started.\n` +
        `If it is not needed: node_modules/.bin/node test/edge/edge.ts down ${name}`,
    );
  }
  await takeDown();
}

/** They stay up when this process ends. The gauge's image is on river only. */
export async function startHosts(): Promise<DemoHosts> {
  await mkdir(home, { mode: 0o700 });
  const river = await EdgeHost.up({ name: 'river', flavour: 'docker26', detached: true });
  const dam = await EdgeHost.up({ name: 'dam', flavour: 'docker28', detached: true });
  await loadImage(river, 'gauge');
  return { river, dam };
}

/** Takes down what a demo started and returns the names; does nothing if there is no demo. */
export async function takeDown(): Promise<string[]> {
  if (!existsSync(home)) return [];
  const hosts = whyNoHosts() === null ? hostsThere() : [];
  for (const host of hosts) await host.down();
  await rm(home, { recursive: true });
  return hosts.map(({ name }) => name);
}

function hostsThere(): EdgeHost[] {
  return EdgeHost.list().filter(({ name, detached }) => detached && hostNames.includes(name));
}
