/** A test host's disk that takes an error and becomes read-only, as ext4 does it with errors=remount-ro. */
import { until } from '../edge/condition.ts';
import type { EdgeHost } from '../edge/host.ts';

/**
 * For a host with a disk of its own: its root, Docker's folder and /tmp can be read from now on and not written to. What
 * was written until now is on it, and what runs there runs on.
 */
export async function failDisk(host: EdgeHost): Promise<void> {
  await host.shell(`
    device=$(awk '$2 == "/var/lib/docker" { print $1 }' /proc/mounts)
    mount -o remount,errors=remount-ro /var/lib/docker
    while mountpoint -q /tmp; do umount -l /tmp; done
    sync -f /var/lib/docker
    echo 'a test lets it fail' >"/sys/fs/ext4/\${device##*/}/trigger_fs_error"`);
  await until(
    `nothing can be written to the disk of ${host.name}`,
    async () =>
      (await host.run(['sh', '-c', ': >/root/x || : >/tmp/x || : >/var/lib/docker/x'])).status !== 0,
  );
}

/** A log on the root keeps that open for writing. Before containers are started: they end with Docker. */
export async function keepDockerLogInMemory(host: EdgeHost): Promise<void> {
  await host.shell('docker-service stop; setsid dockerd </dev/null >>/run/dockerd.log 2>&1 &');
  await host.dockerReady();
}

/** Only the host's root and /tmp, as a mount: Docker's folder lies on another disk, which is well. */
export async function makeRootReadOnly(host: EdgeHost): Promise<void> {
  await host.shell(`
    while mountpoint -q /tmp; do umount -l /tmp; done
    mount -o remount,ro,bind /`);
}
