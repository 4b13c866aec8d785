/** The two hosts that everything is measured on, with all in place that does not belong to a move. */
import { readFileSync } from 'node:fs';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';

export interface Stand extends AsyncDisposable {
  readonly source: EdgeHost;
  readonly target: EdgeHost;
}

/** Docker 26 and Podman 5 on both hosts, the image on both in both engines; the source may log in to the target. */
export async function setUpStand(): Promise<Stand> {
  await using hosts = new AsyncDisposableStack();
  const [source, target] = await Promise.all([
    EdgeHost.up({ name: 'bench-source', flavour: 'docker26' }).then((host) => hosts.use(host)),
    EdgeHost.up({ name: 'bench-target', flavour: 'docker26' }).then((host) => hosts.use(host)),
  ]);
  for (const host of [source, target]) {
    await loadImage(host, 'gauge', 'docker');
    await loadImage(host, 'gauge', 'podman');
  }
  const targetKey = await target.readFile('/etc/ssh/ssh_host_ed25519_key.pub');
  await source.writeFile('/root/.ssh/known_hosts', `${target.address} ${targetKey}`, 0o600);
  await source.writeFile('/root/.ssh/id_ed25519', readFileSync(source.privateKeyPath), 0o600);
  const kept = hosts.move();
  return { source, target, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Bytes that the host has put on the wire since it was powered on: frames, as its eth0 counts them. */
export async function bytesOnWire(host: EdgeHost): Promise<number> {
  const counters = /eth0:(.*)/
    .exec(await host.readFile('/proc/net/dev'))?.[1]
    ?.trim()
    .split(/\s+/);
  return Number(counters?.[8]);
}
