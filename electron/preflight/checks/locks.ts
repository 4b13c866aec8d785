/** Locks that the restore will lose: see checkpoint/mapped-locks.ts. */
import { moveCheck } from '../subject.ts';

export const locks = moveCheck('locks', ['container', 'mappedLocks'], ({ container, mappedLocks }) =>
  mappedLocks === 0
    ? []
    : [
        {
          id: 'locks-lost',
          severity: 'warning',
          text: {
            en: `${container.name} holds locks on files that it has mapped into memory, as SQLite does in WAL mode; they are lost in the move. Its data is whole, but another program that opens the database while it runs may harm it.`,
            zh: `${container.name} 对映射到内存的文件持有锁（SQLite 的 WAL 模式即是如此），这些锁会在迁移中丢失。数据是完整的，但容器运行时若有别的程序打开该数据库，可能会损坏它。`,
          },
          measured: String(mappedLocks),
          remedy: {
            en: `After the move, restart ${container.name} before another program opens the database.`,
            zh: `迁移之后，在别的程序打开数据库之前先重启 ${container.name}。`,
          },
        },
      ],
);
