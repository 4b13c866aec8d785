/** What a host's disk holds before its first boot. */
import { chmodSync, copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { succeed } from './command.ts';
import { flavours } from './flavours.ts';
import { type HostRecord, hostDir } from './record.ts';
import { ensureFleetKey, makeKey } from './ssh-key.ts';
import { scriptsDir } from './state.ts';

const podmanConfiguration = `[engine]
cgroup_manager="cgroupfs"
events_logger="file"
runtime="runc"

[network]
firewall_driver="iptables"
`;

/** Lays out the host's folder: its disk, and under `seed` the files that its first boot copies over the base. */
export async function seedHost(record: HostRecord): Promise<void> {
  const dir = hostDir(record);
  for (const each of ['root', 'disk']) mkdirSync(path.join(dir, each), { recursive: true });
  if (record.diskBytes !== null) await makeDisk(path.join(dir, 'disk.img'), record.diskBytes);
  writeFileSync(path.join(dir, 'cgroups'), record.cgroups.map((group) => `${group}\n`).join(''));

  const seed = path.join(dir, 'seed');
  const put = (file: string, content: string, mode = 0o644): void => {
    const target = path.join(seed, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content, { mode });
  };
  put('root/.ssh/authorized_keys', await ensureFleetKey(), 0o600);
  for (const each of ['root', 'root/.ssh']) chmodSync(path.join(seed, each), 0o700);
  put('etc/docker/daemon.json', `${JSON.stringify(flavours[record.flavour].daemon)}\n`);
  put('etc/containers/containers.conf', podmanConfiguration);

  const service = path.join(seed, 'usr/local/sbin/docker-service');
  mkdirSync(path.dirname(service), { recursive: true });
  copyFileSync(path.join(scriptsDir, 'docker-service.sh'), service);
  chmodSync(service, 0o755);

  mkdirSync(path.join(seed, 'etc/ssh'));
  const hostKey = path.join(seed, 'etc/ssh/ssh_host_ed25519_key');
  await makeKey(hostKey);
  copyFileSync(`${hostKey}.pub`, hostKeyFile(record));
}

/** The public half of the host's key. */
export function hostKeyFile(record: HostRecord): string {
  return path.join(hostDir(record), 'host-key.pub');
}

/** A file system of a size of its own, so that the host's disk can be full while this machine's is not. */
async function makeDisk(file: string, bytes: number): Promise<void> {
  writeFileSync(file, '');
  truncateSync(file, bytes);
  await succeed(['mkfs.ext4', '-q', '-m', '0', file]);
}
