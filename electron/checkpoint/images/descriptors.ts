/** A process's table of descriptors. Source: CRIU's images/fdinfo.proto. */
import type { Message } from './message.ts';

export interface Descriptor {
  readonly number: number;
  /** A program that is started does not get it. */
  readonly closesOnExec: boolean;
  /** The entry in `files.img`. */
  readonly file: number;
}

const field = { file: 1, flags: 2, number: 4 } as const;
/** fcntl(2): FD_CLOEXEC. */
const closeOnExec = 1;

export function readDescriptor(entry: Message): Descriptor {
  return {
    number: entry.required(field.number, 'the number of a descriptor'),
    closesOnExec: ((entry.number(field.flags) ?? 0) & closeOnExec) !== 0,
    file: entry.required(field.file, 'what a descriptor stands for'),
  };
}
