/** Everything that a run may leave on a host, as text: equal before and after means that nothing was left. */
import { expect } from 'vitest';
import { until } from '../edge/condition.ts';
import type { EdgeHost } from '../edge/host.ts';

const script = `
exec 2>/dev/null
for folder in /run/shiplock /var/lib/shiplock /usr/local/lib/shiplock /tmp /srv; do
  find "$folder" -mindepth 1 -maxdepth 3 -printf '%p %y\\n' | sort
  if [ -e "$folder" ]; then echo "$folder is there"; fi
done
echo '# mounts'; grep -i shiplock /proc/self/mounts | grep -v '^overlay / ' || true
echo '# runtimes'; docker info --format '{{json .Runtimes}}'
echo '# daemon.json'; tr -d ' \\n' </etc/docker/daemon.json; ls /etc/docker
echo '# containers'; docker ps --all --no-trunc --format '{{.ID}} {{.Names}} {{.State}}' | sort
for container in $(docker ps --all --quiet | sort); do
  docker inspect --format '{{.Name}} {{.HostConfig.RestartPolicy.Name}} {{.State.Pid}}' "$container"
done
ls /var/lib/docker/containers
echo '# volumes'; docker volume ls --format '{{.Name}}' | sort; ls /var/lib/docker/volumes
echo '# images'; docker images --all --no-trunc --format '{{.ID}} {{.Repository}}:{{.Tag}}' | sort
echo '# processes'; ps -eo args --no-headers | grep -E 'rsync|criu|[s]hiplock|dial-stdio|docker (save|load)|SHIPLOCK|ru[n]c' | grep -v -e 'grep -E' -e containerd-shim || true
exit 0
`;

export async function tracesOf(host: EdgeHost): Promise<string> {
  return host.shell(script);
}

/** Waits for what is on its way out (a process, a connection), then holds the host against what it was. */
export async function expectAsBefore(host: EdgeHost, before: string, deadlineMs = 10_000): Promise<void> {
  let now = '';
  try {
    await until(
      `nothing is left on ${host.name}`,
      async () => {
        now = await tracesOf(host);
        return now === before;
      },
      deadlineMs,
    );
  } catch {
    expect(now, `what is left on ${host.name}`).toBe(before);
  }
}
