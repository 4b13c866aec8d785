/** Debuggers and tracers: only one program can hold a process, and CRIU must. */
import { dumped, nameHolders } from '../holders.ts';
import { moveCheck } from '../subject.ts';

/** CRIU takes a traced process for one that has ended, and gives up after ten seconds of trying. Measured. */
export const tracers = moveCheck('tracers', ['container', 'inside'], ({ container, inside }) => {
  const traced = [...dumped(inside).values()].filter(({ tracer }) => tracer !== 0);
  if (traced.length === 0) return [];
  const within = new Map(inside.processes.map(({ pid, name }) => [pid, name]));
  const by = [...new Set(traced.map(({ tracer }) => tracer))].map((pid) => {
    const name = within.get(pid);
    return name === undefined ? String(pid) : `${pid} (${name})`;
  });
  return [
    {
      id: 'traced',
      severity: 'error',
      text: {
        en: `A debugger or tracer holds a program in ${container.name} (process ${by.join(', ')} on the host); CRIU cannot dump it.`,
        zh: `有调试器或跟踪器附着在 ${container.name} 的程序上（主机上的进程 ${by.join('、')}）；CRIU 无法转储。`,
      },
      measured: nameHolders(traced.map((process) => ({ process }))),
      remedy: { en: 'End the debugger (gdb, strace).', zh: '结束调试器（gdb、strace）。' },
    },
  ];
});
