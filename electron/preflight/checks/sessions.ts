/** Processes that are not part of what is dumped, or cannot be: put in from outside, or stopped. */
import type { Process } from '../../checkpoint/inside-processes.ts';
import type { Found } from '../check.ts';
import { dumped, nameHolders } from '../holders.ts';
import { moveCheck, type Subject } from '../subject.ts';

type Facts = Pick<Subject, 'container' | 'inside' | 'source'>;

export const sessions = moveCheck('sessions', ['container', 'inside', 'source'], (facts) => {
  const processes = [...dumped(facts.inside).values()];
  return [...putIn(facts), ...ledFromOutside(facts, processes), ...stopped(facts, processes)];
});

/**
 * What `docker exec` starts is no child of the container's first process, so CRIU leaves it out, terminal and all, and it ends
 * with the source's copy: CRIU issue 2618, measured. A health check is one too, and is made again on the target.
 */
function putIn({ container, inside, source }: Facts): Found[] {
  const outside = new Map(
    inside.processes.filter(({ descends }) => !descends).map((process) => [process.pid, process]),
  );
  const leftBehind = [...outside.values()].filter((process) => {
    const first = firstOf(process, outside);
    return !isHealthCheck(first, container.healthCommand) && !isBeginning(first);
  });
  if (leftBehind.length === 0) return [];
  return [
    {
      id: 'programs-left',
      severity: 'warning',
      text: {
        en: `Programs that were started in ${container.name} from outside (docker exec) are not moved: they end with the move.`,
        zh: `从外部（docker exec）在 ${container.name} 中启动的程序不会迁移：迁移后它们将结束。`,
      },
      measured: nameHolders(leftBehind.map((process) => ({ process }))),
      remedy: {
        en: `Close the shells opened on ${source.name}, or let the container's own program start them.`,
        zh: `关闭在 ${source.name} 上打开的 shell，或改由容器自己的程序启动它们。`,
      },
    },
  ];
}

function firstOf(process: Process, outside: ReadonlyMap<number, Process>): Process {
  let first = process;
  for (let steps = 0; steps < outside.size; steps += 1) {
    const parent = outside.get(first.parent);
    if (parent === undefined) return first;
    first = parent;
  }
  return first;
}

const isHealthCheck = ({ command }: Process, health: readonly string[] | undefined): boolean =>
  health !== undefined && health.length > 0 && health.join('\0') === command.join('\0');

/** The runtime itself, on its way into the container. */
const isBeginning = ({ name }: Process): boolean => name.startsWith('runc');

/** CRIU: "A session leader is outside of its pid namespace". */
function ledFromOutside({ container }: Facts, processes: readonly Process[]): Found[] {
  const led = processes.filter(({ innerSession }) => innerSession === 0);
  if (led.length === 0) return [];
  return [
    {
      id: 'session-outside',
      severity: 'error',
      text: {
        en: `A program in ${container.name} belongs to a session that was opened outside it; CRIU cannot dump it.`,
        zh: `${container.name} 中有程序属于在容器外打开的会话；CRIU 无法转储。`,
      },
      measured: nameHolders(led.map((process) => ({ process }))),
      remedy: { en: 'End that program.', zh: '结束该程序。' },
    },
  ];
}

/**
 * CRIU waits for a stopped process of a paused container until its time is up, and the container stands still meanwhile.
 * Measured with version 1 of the control groups.
 */
function stopped({ container }: Facts, processes: readonly Process[]): Found[] {
  const still = processes.filter(({ state }) => state === 'T');
  if (still.length === 0) return [];
  return [
    {
      id: 'process-stopped',
      severity: 'error',
      text: {
        en: `A program in ${container.name} was stopped with a signal; the dump would wait for it in vain.`,
        zh: `${container.name} 中有程序被信号暂停；转储会一直等待它而无法完成。`,
      },
      measured: nameHolders(still.map((process) => ({ process }))),
      remedy: {
        en: `Let it go on: docker exec ${container.name} kill -CONT ${still.map(({ innerPid }) => innerPid).join(' ')}`,
        zh: `让它继续运行：docker exec ${container.name} kill -CONT ${still.map(({ innerPid }) => innerPid).join(' ')}`,
      },
    },
  ];
}
