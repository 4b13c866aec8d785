/** What CRIU's refusals mean, for a person: the first error of its log against the ones that are known. */
import { printable } from '../../shared/printable.ts';

interface Explanation {
  readonly pattern: RegExp;
  readonly meaning: string;
  readonly remedy: string;
}

/** Order matters: the first that matches wins. Sources: CRIU's own messages, and its issue tracker. */
const known: readonly Explanation[] = [
  {
    pattern: /Unexpected rt vDSO area bounds/,
    meaning: 'CRIU is too old for this kernel (from 6.13 on it must be 4.1 or newer).',
    remedy: 'Install CRIU 4.2 or newer on the host.',
  },
  {
    pattern: /Can't get 1:16 opt/,
    meaning: 'CRIU is too old for this kernel (from 6.16 on it must be 4.2 or newer).',
    remedy: 'Install CRIU 4.2 or newer on the host.',
  },
  {
    pattern: /Can't dump ghost file .* of .* size, increase limit/,
    meaning: 'The container holds open a deleted file that is larger than the limit of 1 MB.',
    remedy: 'Add `ghost-limit 64M` to /etc/criu/runc.conf on the source and try again.',
  },
  {
    pattern: /Found dangling tty|tty: .*(dump|slave|pty)|Pending data on tty/i,
    meaning: 'A process of the container uses a terminal.',
    remedy: 'Close sessions opened with `docker exec -it`, or start the container without -t.',
  },
  {
    pattern:
      /is not supported.*(netlink|packet|raw)|Unsupported (socket )?(family|proto)|unknown socket|sockets: Unsupported/i,
    meaning: 'The container uses a kind of socket that CRIU cannot dump.',
    remedy: 'Stop the program in the container that uses it, or move the files only.',
  },
  {
    pattern: /half of stream unix connection|Unix socket \d+ without peer|External socket is used/i,
    meaning: 'A program of the container is connected through a unix socket to one outside it.',
    remedy: 'End that connection for the time of the move: stop one of the two programs.',
  },
  {
    pattern: /netlink: (The socket has data|The netlink socket|\d)/,
    meaning:
      'A program of the container has a netlink socket with unread messages, or in more groups than CRIU dumps.',
    remedy: 'Try again; if it stays so, stop that program for the time of the move.',
  },
  {
    pattern: /In-flight connection/i,
    meaning: 'TCP connections waited for the container to accept them.',
    remedy:
      'Try again; if it stays so, add `skip-in-flight` to /etc/criu/runc.conf on the source: it drops them.',
  },
  {
    pattern: /io_uring/i,
    meaning: 'The container uses io_uring, which CRIU cannot dump.',
    remedy: 'Start the program with io_uring switched off.',
  },
  {
    pattern: /(inotify|fsnotify).*(path|watch|handle)/i,
    meaning: 'The container watches a file that was deleted or cannot be found by its handle.',
    remedy:
      'Add `irmap-scan-path /FOLDER`, with the folder of the container that holds it, to /etc/criu/runc.conf on the source.',
  },
  {
    pattern: /Can't dump nested|more than one netns/,
    meaning: 'A program of the container runs in a namespace of its own within it.',
    remedy: 'Stop that program for the time of the move, or start it without its sandbox.',
  },
  {
    pattern: /Can't create link remap/,
    meaning: 'The container uses a file under a name that was deleted while the file has another one.',
    remedy: 'Restart the program that uses it.',
  },
  {
    pattern: /mqueue isn't empty|Can't lookup mount=/,
    meaning:
      'The container has something open that lies on no mount of its own: a POSIX message queue, or a file from outside.',
    remedy: 'Close it, or stop the program that uses it, for the time of the move.',
  },
  {
    pattern: /Can't dump file \d+ of that type|non-regular mapping|mapfile link/,
    meaning: "The container has a device open, or something of the kernel's, that CRIU cannot dump.",
    remedy: 'Stop the program that uses it for the time of the move; the details say which.',
  },
  {
    pattern:
      /Can't (dump|lookup) .*mount|mnt:.*(Unreachable|Unsupported|external)|doesn't have a proper root mount|failed to dump fs|overmounted mounts/i,
    meaning: 'A mount in the container cannot be carried over.',
    remedy: 'Look at the mounts in the container for one made inside it, and unmount it.',
  },
  {
    pattern: /No space left on device/,
    meaning: 'There is no room for the checkpoint.',
    remedy: 'Free memory or disk on the host and try again.',
  },
  {
    pattern: /(File|file) .* has bad (size|mode)/,
    meaning: 'A file that the container has open is not the same on the target.',
    remedy: 'Compare the file named in the details on both hosts.',
  },
  {
    pattern: /Can't bind (inet )?socket|Cannot assign requested address/,
    meaning: 'A socket of the container is bound to an address that the target does not give it.',
    remedy: 'Give the container a fixed address in a network that both hosts have.',
  },
  {
    pattern: /ptrace|seize|Can't (seize|freeze)/i,
    meaning:
      'A process of the container could not be stopped for the dump: it is being traced, or stuck in the kernel.',
    remedy: 'End debuggers and tracers attached to the container.',
  },
  {
    pattern: /cpuinfo|CPU (capabilities|features)|fpu|xsave/i,
    meaning: "The target's processor lacks features that the container uses.",
    remedy: 'Choose a target with the same processor or a newer one.',
  },
];

export interface CriuVerdict {
  /** The first error line of the log, without its time stamp; empty when the log has none. */
  readonly firstError: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** CRIU's own are far shorter and fewer: what a host says beyond that must not cost the time to look at it. */
const maxLines = 100;
const maxLineLength = 400;

export function explainCriuLog(log: string): CriuVerdict {
  const errors = log
    .split('\n')
    // CRIU asks for more open files for itself, and goes on without.
    .filter((line) => /\bError\b/.test(line) && !line.includes("Can't setup RLIMIT_NOFILE for self"))
    .slice(0, maxLines)
    .map((line) => printable(line.slice(0, maxLineLength).replace(/^\(\d{1,10}\.\d{1,10}\)\s*/, '')).trim());
  const firstError = errors[0] ?? '';
  for (const line of errors) {
    const found = known.find(({ pattern }) => pattern.test(line));
    if (found) return { firstError: line, meaning: found.meaning, remedy: found.remedy };
  }
  return {
    firstError,
    meaning: firstError === '' ? 'CRIU gave no reason.' : `CRIU says: ${firstError}`,
    remedy: "The details hold CRIU's own words; its documentation explains them.",
  };
}
