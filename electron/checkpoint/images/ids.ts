/** Which things of the kernel's a process has, and which it shares with others. Source: CRIU's images/core.proto. */
import type { Message } from './message.ts';

/** Numbers by which other images are named. */
export interface ObjectIds {
  /** Its table of descriptors: `fdinfo-N.img`. */
  readonly descriptors: number;
  /** What is mounted where, as it sees it: `mountpoints-N.img`; undefined where that is as on the host. */
  readonly mounts: number | undefined;
}

const field = { descriptors: 2, mounts: 9 } as const;

export function readObjectIds(entry: Message): ObjectIds {
  return {
    descriptors: entry.required(field.descriptors, {
      en: 'which descriptors a process has',
      zh: '进程有哪些描述符',
    }),
    mounts: entry.number(field.mounts),
  };
}
