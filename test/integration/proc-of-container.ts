/** The processes of a container as its host's /proc has them: what a checkpoint of it is held against. */
import type { EdgeHost } from '../edge/host.ts';
import { docker } from './station-fixture.ts';

export interface ProcProcess {
  /** In the container. */
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  readonly name: string;
  /** One letter, as proc(5) has it. */
  readonly state: string;
  readonly user: number;
  readonly effectiveUser: number;
  readonly command: readonly string[];
  readonly program: string;
  readonly workingFolder: string;
  /** By descriptor, ascending: what its link says. */
  readonly links: readonly (readonly [number: number, target: string])[];
  /** The lines of its map. */
  readonly maps: readonly string[];
  readonly residentBytes: number;
}

/** One file or link a line, each as its path below /proc and its content in base64. Argument: the container's ID. */
const script = `
living=$(cat $(find /sys/fs/cgroup -name cgroup.procs -path "*$1*") | sort -un)
# One that has ended is in no control group any more, but still has its parent.
ended=
for parent in $living; do
  ended="$ended $(grep -l "^PPid:.$parent$" /proc/[0-9]*/status | xargs -r grep -l '^State:.Z' | cut -d/ -f3)"
done
for pid in $living $ended; do
  cd /proc/$pid
  for file in status cmdline maps; do echo "$pid/$file $(base64 -w0 <$file)"; done
  for link in exe cwd fd/*; do
    if [ -L "$link" ]; then echo "$pid/$link $(readlink "$link" | base64 -w0)"; fi
  done
done`;

/** Those that live in the container now, which should be paused, and those that have ended. In order of their numbers. */
export async function procOf(host: EdgeHost, container: string): Promise<ProcProcess[]> {
  const id = await docker(host, 'container', 'inspect', '--format', '{{.Id}}', container);
  const { stdout } = await host.run(['sh', '-c', script, 'sh', id]);
  const files = new Map<number, Map<string, string>>();
  for (const line of stdout.split('\n')) {
    const [, pid, path = '', content = ''] = /^(\d+)\/(\S+) (\S*)$/.exec(line) ?? [];
    if (pid === undefined) continue;
    const of = files.get(Number(pid)) ?? new Map<string, string>();
    files.set(Number(pid), of.set(path, Buffer.from(content, 'base64').toString()));
  }
  const inner = new Map([...files].map(([pid, of]) => [pid, innermost(of, 'NSpid')]));
  return [...files.values()].map((of) => readProcess(of, inner)).sort((one, other) => one.pid - other.pid);
}

function readProcess(files: ReadonlyMap<string, string>, inner: ReadonlyMap<number, number>): ProcProcess {
  const [user = 0, effectiveUser = 0] = numbers(files, 'Uid');
  const links = [...files].flatMap(([path, target]) => {
    const [, number] = /^fd\/(\d+)$/.exec(path) ?? [];
    return number === undefined ? [] : [[Number(number), target.trimEnd()] as const];
  });
  return {
    pid: innermost(files, 'NSpid'),
    parent: inner.get(numbers(files, 'PPid')[0] ?? 0) ?? 0,
    session: innermost(files, 'NSsid'),
    name: status(files, 'Name'),
    state: status(files, 'State').slice(0, 1),
    user,
    effectiveUser,
    command: (files.get('cmdline') ?? '').split('\0').slice(0, -1),
    program: (files.get('exe') ?? '').trimEnd(),
    workingFolder: (files.get('cwd') ?? '').trimEnd(),
    links: links.sort(([one], [other]) => one - other),
    maps: (files.get('maps') ?? '').split('\n').filter(Boolean),
    residentBytes: (numbers(files, 'VmRSS')[0] ?? 0) * 1024,
  };
}

const status = (files: ReadonlyMap<string, string>, field: string): string =>
  new RegExp(`^${field}:\\t(.*)$`, 'm').exec(files.get('status') ?? '')?.[1] ?? '';
const numbers = (files: ReadonlyMap<string, string>, field: string): number[] =>
  status(files, field).trim().split(/\s+/).map(Number).filter(Number.isFinite);
const innermost = (files: ReadonlyMap<string, string>, field: string): number =>
  numbers(files, field).at(-1) ?? 0;
