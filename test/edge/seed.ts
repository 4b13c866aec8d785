/** What a host's disk holds before its first boot. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { succeed } from './command.ts';
import { flavours } from './flavours.ts';
import { knownHostsFile } from './console.ts';
import { addressOf } from './network.ts';
import { type HostRecord, hostDir } from './record.ts';
import { ensureFleetKey, makeKey } from './ssh-key.ts';
import { scriptsDir } from './state.ts';
import { vmBaseDir } from './vm-base.ts';

const podmanConfiguration = `[engine]
cgroup_manager="cgroupfs"
events_logger="file"
runtime="runc"

[network]
firewall_driver="iptables"
`;

/** Of a disk of a host's own: one without clones of files, and one with them. */
export type FileSystem = 'ext4' | 'btrfs';

/** Lays out the host's folder: its disk, and the files that its first boot copies over the base. */
export async function seedHost(record: HostRecord, fileSystem: FileSystem): Promise<void> {
  const dir = hostDir(record);
  for (const each of ['root', 'disk']) mkdirSync(path.join(dir, each), { recursive: true });
  if (record.diskBytes !== null) {
    await makeDisk(path.join(dir, 'disk.img'), record.diskBytes, fileSystem);
  }
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

  for (const program of ['docker-service', 'vm-init'])
    put(`usr/local/sbin/${program}`, readFileSync(path.join(scriptsDir, `${program}.sh`), 'utf8'), 0o755);

  mkdirSync(path.join(seed, 'etc/ssh'));
  const hostKey = path.join(seed, 'etc/ssh/ssh_host_ed25519_key');
  await makeKey(hostKey);
  copyFileSync(`${hostKey}.pub`, hostKeyFile(record));
  if (record.machine === 'vm') await seedVirtual(record, seed);
}

/** A virtual host's disk is a file, and it finds its seed on a second one. */
async function seedVirtual(record: HostRecord, seed: string): Promise<void> {
  const dir = hostDir(record);
  const [type, key] = readFileSync(hostKeyFile(record), 'utf8').split(' ');
  writeFileSync(knownHostsFile(record), `${addressOf(record.number)} ${type} ${key}\n`);
  await succeed(['tar', '-C', seed, '--numeric-owner', '-cf', path.join(dir, 'seed.tar'), '.']);
  await succeed(['rm', '-rf', seed]);
  await succeed([
    'cp',
    '--sparse=always',
    path.join(vmBaseDir(record.base), 'disk.img'),
    path.join(dir, 'disk.img'),
  ]);
}

/** The public half of the host's key. */
export function hostKeyFile(record: HostRecord): string {
  return path.join(hostDir(record), 'host-key.pub');
}

/** A file system of a size of its own, so that the host's disk can be full while this machine's is not. */
async function makeDisk(file: string, bytes: number, fileSystem: FileSystem): Promise<void> {
  writeFileSync(file, '');
  truncateSync(file, bytes);
  const make = { ext4: ['mkfs.ext4', '-q', '-m', '0'], btrfs: ['mkfs.btrfs', '-q'] };
  await succeed([...make[fileSystem], file]);
}
