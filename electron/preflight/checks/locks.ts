/** Locks that the restore will lose: see checkpoint/mapped-locks.ts. */
import type { Check } from '../subject.ts';

export const locks: Check = ({ container, mappedLocks }) =>
  mappedLocks === 0
    ? []
    : [
        {
          id: 'locks-lost',
          severity: 'warning',
          text: `${container.name} holds locks on files that it has mapped into memory, as SQLite does in WAL mode; they are lost in the move. Its data is whole, but another program that opens the database while it runs may harm it.`,
          measured: String(mappedLocks),
          remedy: `After the move, restart ${container.name} before another program opens the database.`,
        },
      ];
