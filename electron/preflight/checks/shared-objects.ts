/**
 * What processes share by name: System V segments, semaphores and queues, POSIX shared memory and unix sockets bound to relative
 * paths all come along (measured); POSIX message queues do not.
 */
import { moveCheck } from '../subject.ts';

/** CRIU does not dump a file system of message queues that is not empty: criu/filesystems.c; measured. */
export const sharedObjects = moveCheck('shared-objects', ['container', 'inside'], ({ container, inside }) =>
  inside.queues.length === 0
    ? []
    : [
        {
          id: 'message-queue',
          severity: 'error',
          text: {
            en: `${container.name} has POSIX message queues, which CRIU cannot dump.`,
            zh: `${container.name} 中有 POSIX 消息队列，CRIU 无法转储。`,
          },
          measured: inside.queues.slice(0, 6).join(', '),
          remedy: {
            en: 'Stop the program that uses them for the time of the move, and remove them from /dev/mqueue in the container.',
            zh: '迁移期间停掉使用它们的程序，并从容器内的 /dev/mqueue 中删除它们。',
          },
        },
      ],
);
