/** Which processes there are. Numbers are those in the container. Source: CRIU's images/pstree.proto. */
import type { Counted } from './images.ts';
import type { Message } from './message.ts';

export interface TreeEntry {
  readonly pid: number;
  /** 0: the container's first process. */
  readonly parent: number;
  readonly processGroup: number;
  /** 0: its leader is outside the container. */
  readonly session: number;
  /** The first one's number is the process's own. */
  readonly threads: readonly number[];
}

const field = { pid: 1, parent: 2, processGroup: 3, session: 4, threads: 5 } as const;

export function readTreeEntry(entry: Message, counted: Counted): TreeEntry {
  return {
    pid: entry.required(field.pid, { en: 'the number of a process', zh: '进程号' }),
    parent: entry.number(field.parent) ?? 0,
    processGroup: entry.number(field.processGroup) ?? 0,
    session: entry.number(field.session) ?? 0,
    threads: [...counted(entry.numbers(field.threads))],
  };
}
