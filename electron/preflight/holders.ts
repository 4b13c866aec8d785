/** How findings name the processes in a container that hold something. */
import type { Inside } from '../checkpoint/inside.ts';
import type { Process } from '../checkpoint/inside-processes.ts';
import type { BothLanguages } from '../../shared/words.ts';

/** Named one by one; the rest are counted. */
const maxNamed = 4;

/** Only what descends from the container's first process is dumped: what others hold does not matter to a checkpoint. */
export function dumped(inside: Pick<Inside, 'processes'>): ReadonlyMap<number, Process> {
  return new Map(
    inside.processes.filter(({ descends }) => descends).map((process) => [process.pid, process]),
  );
}

export interface Holding {
  readonly process: Process;
  /** What it holds, as the host names it. */
  readonly what?: string | undefined;
}

export function nameHolders(holdings: readonly Holding[]): BothLanguages {
  const named = holdings.slice(0, maxNamed);
  const others = holdings.length - named.length;
  const en = named.map(({ process, what }) => `${what ? `${what}: ` : ''}${inEnglish(process)}`);
  const zh = named.map(({ process, what }) => `${what ? `${what}：` : ''}${inChinese(process)}`);
  return {
    en: en.join(', ') + (others > 0 ? ` and ${others} more` : ''),
    zh: zh.join('、') + (others > 0 ? `，另有 ${others} 处` : ''),
  };
}

const inEnglish = ({ name, innerPid, pid }: Process): string =>
  `${name} (process ${innerPid} in the container, ${pid} on the host)`;

const inChinese = ({ name, innerPid, pid }: Process): string =>
  `${name}（容器内进程号 ${innerPid}，主机上 ${pid}）`;

/** Those of these things that a dumped process holds, each with its process. */
export function heldByDumped<Thing extends { readonly pid: number }>(
  inside: Pick<Inside, 'processes'>,
  things: readonly Thing[],
): (Thing & { readonly process: Process })[] {
  const processes = dumped(inside);
  return things.flatMap((thing) => {
    const process = processes.get(thing.pid);
    return process === undefined ? [] : [{ ...thing, process }];
  });
}
