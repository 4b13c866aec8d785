/** What the container holds of the kernel's limits, against those of the target: a restore asks for just that again. */
import type { Found } from '../check.ts';
import { moveCheck } from '../subject.ts';

interface Limit {
  readonly id: string;
  readonly setting: 'fs.nr_open' | 'kernel.pid_max' | 'kernel.threads-max';
  readonly en: string;
  readonly zh: string;
  readonly measured: number | undefined;
  /** The lowest setting with which a restore works. */
  readonly needed: number | undefined;
  readonly onSource: number | undefined;
}

export const limits = moveCheck(
  'limits',
  ['container', 'source', 'target', 'claims'],
  ({ container, source, target, claims }) => {
    const [here, there] = [source.facts.kernelFacts.limits, target.facts.kernelFacts.limits];
    const all: Limit[] = [
      {
        id: 'limit-open-files',
        setting: 'fs.nr_open',
        en: `lets no program have as many files open as those of ${container.name} may`,
        zh: `允许程序打开的文件数少于 ${container.name} 所需`,
        measured: there.openFiles,
        needed: claims.openFiles,
        onSource: here.openFiles,
      },
      {
        id: 'limit-process-id',
        setting: 'kernel.pid_max',
        en: `gives out no process identifiers as high as ${container.name} has`,
        zh: `分配的进程号上限低于 ${container.name} 中已有的进程号`,
        measured: there.processId,
        needed: claims.processId && claims.processId + 1,
        onSource: here.processId,
      },
      {
        id: 'limit-threads',
        setting: 'kernel.threads-max',
        en: `allows fewer threads than ${container.name} has`,
        zh: `允许的线程数少于 ${container.name} 的线程数`,
        measured: there.threads,
        needed: claims.threads,
        onSource: here.threads,
      },
    ];
    return all.flatMap((limit) => exceeded(limit, target.name));
  },
);

function exceeded({ id, setting, en, zh, measured, needed, onSource }: Limit, host: string): Found[] {
  if (measured === undefined || needed === undefined || measured >= needed) return [];
  // Raised to what the source has: the container has shown that it may come to use it.
  const raised = `${setting} = ${Math.max(needed, onSource ?? 0)}`;
  const file = `/etc/sysctl.d/90-${setting.replace('.', '-')}.conf`;
  return [
    {
      id,
      severity: 'error',
      host,
      text: { en: `${host} ${en}.`, zh: `${host} ${zh}。` },
      measured: `${setting} = ${measured}`,
      needed: `${setting} >= ${needed}`,
      remedy: {
        en: `On ${host}: sysctl -w '${raised}', and the same in ${file} for the next boot.`,
        zh: `在 ${host} 上执行 sysctl -w '${raised}'，并写入 ${file} 以便重启后仍有效。`,
      },
      fix: { host, commands: [`sysctl -w '${raised}'`, `echo '${raised}' >${file}`] },
    },
  ];
}
