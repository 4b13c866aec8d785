/** The sockets of a checkpoint, each once, and which processes hold it. */
import type { CheckpointProcess } from './checkpoint.ts';
import type { OpenFile } from './open-file.ts';

export interface HeldSocket {
  readonly file: SocketFile;
  /** As one line: protocol, state, addresses. */
  readonly shown: string;
  readonly holders: readonly Holder[];
}

export type SocketFile = Extract<OpenFile, { readonly kind: `${string}-socket` }>;

export interface Holder {
  readonly pid: number;
  /** Its descriptor of it. */
  readonly number: number;
}

/** In the order in which the processes and their descriptors come. */
export function heldSockets(processes: readonly CheckpointProcess[]): HeldSocket[] {
  const sockets = new Map<OpenFile, HeldSocket & { readonly holders: Holder[] }>();
  for (const { pid, openFiles } of processes) {
    for (const { file, shown, number } of openFiles) {
      if (file === undefined || !isSocket(file)) continue;
      const socket = sockets.get(file) ?? { file, shown, holders: [] };
      socket.holders.push({ pid, number });
      sockets.set(file, socket);
    }
  }
  return [...sockets.values()];
}

const isSocket = (file: OpenFile): file is SocketFile => file.kind.endsWith('-socket');
