/** What is moved: three containers, each named `workload`, with their data in the volume `workload-data`. */
import { until } from '../../edge/condition.ts';
import type { EdgeHost } from '../../edge/host.ts';
import { images } from '../../edge/images.ts';
import { compilerImage } from './compiler-image.ts';

export interface Workload {
  readonly name: string;
  /** Words for `docker run`, from the image on. */
  readonly words: readonly string[];
  /** Whether it has got under way. */
  isReady(host: EdgeHost): Promise<boolean>;
}

const data = '/var/lib/docker/volumes/workload-data/_data';
/** As much as a container keeps beside its memory, and hardly ever changes. */
const archiveMb = 64;

const counts = (host: EdgeHost): Promise<boolean> =>
  isThere(host, `[ "$(wc -l <${data}/readings)" -gt 100 ]`);

export const workloads: readonly Workload[] = [
  {
    name: 'an idle counter',
    words: [images.gauge, '--memory', '64', '--dirty-pages-per-tick', '0'],
    isReady: counts,
  },
  {
    name: 'a memory writer',
    words: [images.gauge, '--memory', '256', '--dirty-pages-per-tick', '8'],
    isReady: counts,
  },
  {
    name: 'a parallel compile',
    words: [compilerImage],
    isReady: (host) => isThere(host, `[ "$(cat ${data}/generation)" -ge 1 ]`),
  },
];

/** Starts it with a volume that holds files already, and waits until it is under way. */
export async function start(host: EdgeHost, { name, words, isReady }: Workload): Promise<void> {
  await host.shell(`docker volume create workload-data
    head -c ${archiveMb}M /dev/urandom >${data}/archive
    docker run --detach --name workload --volume workload-data:/data ${words.join(' ')}`);
  await until(`${name} is under way`, () => isReady(host), 300_000);
}

export async function clear(...hosts: readonly EdgeHost[]): Promise<void> {
  const script = 'docker rm --force --volumes workload; docker volume rm --force workload-data; true';
  for (const host of hosts) await host.run(['sh', '-c', script]);
}

const isThere = async (host: EdgeHost, condition: string): Promise<boolean> =>
  (await host.run(['sh', '-c', condition])).status === 0;
