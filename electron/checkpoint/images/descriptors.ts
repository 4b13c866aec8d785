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
    number: entry.required(field.number, { en: 'the number of a descriptor', zh: '描述符编号' }),
    closesOnExec: ((entry.number(field.flags) ?? 0) & closeOnExec) !== 0,
    file: entry.required(field.file, { en: 'what a descriptor stands for', zh: '描述符对应的对象' }),
  };
}
