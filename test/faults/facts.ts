/** What is on a host, asked of the host and its kernel: everything that a move may leave behind, and which copies run. */
import type { EdgeHost } from '../edge/host.ts';

/** `paused`: its processes are frozen, whoever asked for that. */
export interface Copy {
  readonly container: string;
  readonly state: 'running' | 'paused';
}

/** A line a fact, by kind. */
export type Facts = Readonly<Record<(typeof kinds)[number], readonly string[]>>;

export const kinds = [
  'folders',
  'mounts',
  'processes',
  'keys',
  'runtime',
  'containers',
  'volumes',
  'images',
] as const;

/** Each word that names what is ours is broken up, so that this script does not find itself. */
const script = `
exec 2>/dev/null
say() { kind=$1; while IFS= read -r line; do printf '%s\\t%s\\n' "$kind" "$line"; done; }
find /run/shiplock /var/lib/shiplock -maxdepth 3 | sort | say folders
grep -i shiplock /proc/self/mounts | cut -d ' ' -f 1,2 | say mounts
for process in /proc/[0-9]*; do
  words=$(tr '\\0' ' ' <"$process/cmdline")
  case $words in
    *"docker save "* | *"docker load "* | *dial-stdio* | *rsync\\ * | *criu\\ *) ;;
    *) tr '\\0' '\\n' <"$process/environ" | cat "$process/cmdline" - | grep -qaE '(run|lib)/[s]hiplock|S[H]IPLOCK_(COMMAND|ROUTE|FROZEN)' || continue ;;
  esac
  printf '%.160s\\n' "$words"
done | sort -u | say processes
cat /root/.ssh/authorized_keys | cksum | say keys
{ tr -d ' \\n' </etc/docker/daemon.json; echo; ls -d /usr/local/lib/shiplock /etc/docker/*.shiplock; } | say runtime
for container in $(docker ps --all --no-trunc --quiet); do
  docker inspect --format '{{.Id}} {{.Name}} {{.HostConfig.RestartPolicy.Name}}' "$container"
done | sort | say containers
{ docker volume ls --format '{{.Name}}'; ls /var/lib/docker/volumes | grep -v -e metadata.db -e backingFsBlockDev; } | sort -u | say volumes
docker images --all --no-trunc --format '{{.ID}} {{.Repository}}:{{.Tag}}' | sort | say images
`;

export async function factsOf(host: EdgeHost): Promise<Facts> {
  const { stdout } = await host.run(['sh', '-s'], { input: script, timeoutMs: 30_000 });
  const lines = stdout.split('\n').map((line) => line.split('\t'));
  const of = (wanted: string): string[] =>
    lines.flatMap(([kind, ...rest]) => (kind === wanted ? [rest.join('\t')] : []));
  return Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as unknown as Facts;
}

/** Docker's containers that have processes, by their control groups: true also while Docker is down or hangs. */
export async function copiesOn(host: EdgeHost): Promise<Copy[]> {
  if (!host.poweredOn) return [];
  const ask = `
    for group in /sys/fs/cgroup/freezer/docker/*/; do
      [ -n "$(cat "$group/cgroup.procs" 2>/dev/null)" ] || continue
      echo "$(basename "$group") $(cat "$group/freezer.state")"
    done`;
  return (await host.shell(ask))
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [container = '', state] = line.split(' ');
      return { container, state: state === 'THAWED' ? 'running' : 'paused' };
    });
}
