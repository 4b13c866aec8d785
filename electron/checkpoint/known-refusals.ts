/** What CRIU is known to refuse, by its own words. Sources: CRIU's messages, its issue tracker, and what was tried. */
import type { BothLanguages } from '../../shared/words.ts';

export interface KnownRefusal {
  /** Of a line of CRIU's log. */
  readonly pattern: RegExp;
  readonly meaning: BothLanguages;
  readonly remedy: BothLanguages;
}

/** Order matters: the first that matches wins. */
export const knownRefusals: readonly KnownRefusal[] = [
  {
    pattern: /Unexpected rt vDSO area bounds/,
    meaning: {
      en: 'CRIU is too old for this kernel (from 6.13 on it must be 4.1 or newer).',
      zh: 'CRIU 对此内核来说过旧（内核 6.13 起需要 4.1 或更新版本）。',
    },
    remedy: {
      en: 'Install CRIU 4.2 or newer on the host.',
      zh: '在主机上安装 CRIU 4.2 或更新版本。',
    },
  },
  {
    pattern: /Can't get 1:16 opt/,
    meaning: {
      en: 'CRIU is too old for this kernel (from 6.16 on it must be 4.2 or newer).',
      zh: 'CRIU 对此内核来说过旧（内核 6.16 起需要 4.2 或更新版本）。',
    },
    remedy: {
      en: 'Install CRIU 4.2 or newer on the host.',
      zh: '在主机上安装 CRIU 4.2 或更新版本。',
    },
  },
  {
    pattern: /Can't dump ghost file .* of .* size, increase limit/,
    meaning: {
      en: 'The container holds open a deleted file that is larger than the limit of 1 MB.',
      zh: '容器打开着一个已删除的文件，其大小超过 1 MB 的上限。',
    },
    remedy: {
      en: 'Add `ghost-limit 64M` to /etc/criu/runc.conf on the source and try again.',
      zh: '在源主机的 /etc/criu/runc.conf 中加入 `ghost-limit 64M` 后重试。',
    },
  },
  {
    pattern: /Found dangling tty|tty: .*(dump|slave|pty)|Pending data on tty/i,
    meaning: {
      en: 'A process of the container uses a terminal.',
      zh: '容器中有进程在使用终端。',
    },
    remedy: {
      en: 'Close sessions opened with `docker exec -it`, or start the container without -t.',
      zh: '关闭用 `docker exec -it` 打开的会话，或者不带 -t 启动容器。',
    },
  },
  {
    pattern:
      /is not supported.*(netlink|packet|raw)|Unsupported (socket )?(family|proto)|unknown socket|sockets: Unsupported/i,
    meaning: {
      en: 'The container uses a kind of socket that CRIU cannot dump.',
      zh: '容器使用了 CRIU 无法转储的套接字类型。',
    },
    remedy: {
      en: 'Stop the program in the container that uses it, or move the files only.',
      zh: '停掉容器中使用它的程序，或者只迁移文件。',
    },
  },
  {
    pattern: /half of stream unix connection|Unix socket \d+ without peer|External socket is used/i,
    meaning: {
      en: 'A program of the container is connected through a unix socket to one outside it.',
      zh: '容器中的程序通过 unix 套接字与容器外的程序相连。',
    },
    remedy: {
      en: 'End that connection for the time of the move: stop one of the two programs.',
      zh: '迁移期间断开该连接：停掉两端程序之一。',
    },
  },
  {
    pattern: /netlink: (The socket has data|The netlink socket|\d)/,
    meaning: {
      en: 'A program of the container has a netlink socket with unread messages, or in more groups than CRIU dumps.',
      zh: '容器中有程序的 netlink 套接字含有未读消息，或加入了 CRIU 无法转储的组。',
    },
    remedy: {
      en: 'Try again; if it stays so, stop that program for the time of the move.',
      zh: '请重试；若依旧如此，迁移期间停掉该程序。',
    },
  },
  {
    pattern: /In-flight connection/i,
    meaning: {
      en: 'TCP connections waited for the container to accept them.',
      zh: '有 TCP 连接正等待容器接受。',
    },
    remedy: {
      en: 'Try again; if it stays so, add `skip-in-flight` to /etc/criu/runc.conf on the source: it drops them.',
      zh: '请重试；若依旧如此，在源主机的 /etc/criu/runc.conf 中加入 `skip-in-flight`：这些连接会被丢弃。',
    },
  },
  {
    pattern: /io_uring/i,
    meaning: {
      en: 'The container uses io_uring, which CRIU cannot dump.',
      zh: '容器使用了 io_uring，CRIU 无法转储。',
    },
    remedy: {
      en: 'Start the program with io_uring switched off.',
      zh: '关闭 io_uring 后再启动该程序。',
    },
  },
  {
    pattern: /(inotify|fsnotify).*(path|watch|handle)/i,
    meaning: {
      en: 'The container watches a file that was deleted or cannot be found by its handle.',
      zh: '容器正在监视一个已删除、或无法由句柄找到的文件。',
    },
    remedy: {
      en: 'Add `irmap-scan-path /FOLDER`, with the folder of the container that holds it, to /etc/criu/runc.conf on the source.',
      zh: '在源主机的 /etc/criu/runc.conf 中加入 `irmap-scan-path /目录`，其中目录是容器内存放该文件的目录。',
    },
  },
  {
    pattern: /Can't dump nested|more than one netns/,
    meaning: {
      en: 'A program of the container runs in a namespace of its own within it.',
      zh: '容器中有程序运行在自己的嵌套命名空间里。',
    },
    remedy: {
      en: 'Stop that program for the time of the move, or start it without its sandbox.',
      zh: '迁移期间停掉该程序，或者不带沙箱启动它。',
    },
  },
  {
    pattern: /Can't create link remap/,
    meaning: {
      en: 'The container uses a file under a name that was deleted while the file has another one.',
      zh: '容器使用的文件名已被删除，而该文件还有另一个名字。',
    },
    remedy: {
      en: 'Restart the program that uses it.',
      zh: '重启使用它的程序。',
    },
  },
  {
    pattern: /mqueue isn't empty|Can't lookup mount=/,
    meaning: {
      en: 'The container has something open that lies on no mount of its own: a POSIX message queue, or a file from outside.',
      zh: '容器打开的某个对象不在它自己的任何挂载点上：POSIX 消息队列，或来自容器外的文件。',
    },
    remedy: {
      en: 'Close it, or stop the program that uses it, for the time of the move.',
      zh: '迁移期间关闭它，或停掉使用它的程序。',
    },
  },
  {
    pattern: /Can't dump file \d+ of that type|non-regular mapping|mapfile link/,
    meaning: {
      en: "The container has a device open, or something of the kernel's, that CRIU cannot dump.",
      zh: '容器打开了 CRIU 无法转储的设备或内核对象。',
    },
    remedy: {
      en: 'Stop the program that uses it for the time of the move; the details say which.',
      zh: '迁移期间停掉使用它的程序；详细信息中说明是哪一个。',
    },
  },
  {
    pattern:
      /Can't (dump|lookup) .*mount|mnt:.*(Unreachable|Unsupported|external)|doesn't have a proper root mount|failed to dump fs|overmounted mounts/i,
    meaning: {
      en: 'A mount in the container cannot be carried over.',
      zh: '容器中有一个挂载点无法迁移。',
    },
    remedy: {
      en: 'Look at the mounts in the container for one made inside it, and unmount it.',
      zh: '查看容器内的挂载点，找出在容器内部挂载的那个并卸载。',
    },
  },
  {
    pattern: /No space left on device/,
    meaning: {
      en: 'There is no room for the checkpoint.',
      zh: '没有空间存放检查点。',
    },
    remedy: {
      en: 'Free memory or disk on the host and try again.',
      zh: '在主机上腾出内存或磁盘空间后重试。',
    },
  },
  {
    pattern: /(File|file) .* has bad (size|mode)/,
    meaning: {
      en: 'A file that the container has open is not the same on the target.',
      zh: '容器打开的某个文件在目标主机上不一致。',
    },
    remedy: {
      en: 'Compare the file named in the details on both hosts.',
      zh: '比较两台主机上详细信息中提到的文件。',
    },
  },
  {
    pattern: /Can't bind packet socket|Can't set 1:25/,
    meaning: {
      en: 'A socket of the container is bound to a network device that the target does not give it in time.',
      zh: '容器的某个套接字绑定在一块网络设备上，而目标主机来不及提供该设备。',
    },
    remedy: {
      en: 'Stop the program that uses it for the time of the move, or bind it to no device.',
      zh: '迁移期间停掉使用它的程序，或者不绑定设备。',
    },
  },
  {
    pattern: /No tun device for file/,
    meaning: {
      en: 'The container has a tunnel (VPN) open, whose network device cannot be moved.',
      zh: '容器打开着隧道（VPN），其网络设备无法迁移。',
    },
    remedy: {
      en: 'Stop the VPN for the time of the move, and start it again on the target.',
      zh: '迁移期间停掉 VPN，迁移后在目标主机上重新启动。',
    },
  },
  {
    pattern: /Can't bind (inet )?socket|Cannot assign requested address/,
    meaning: {
      en: 'A socket of the container is bound to an address that the target does not give it.',
      zh: '容器的某个套接字绑定的地址，目标主机没有分配给它。',
    },
    remedy: {
      en: 'Give the container a fixed address in a network that both hosts have.',
      zh: '在两台主机都有的网络中给容器指定固定地址。',
    },
  },
  {
    pattern: /ptrace|seize|Can't (seize|freeze)/i,
    meaning: {
      en: 'A process of the container could not be stopped for the dump: it is being traced, or stuck in the kernel.',
      zh: '容器中有进程无法为转储而停下：它正被跟踪，或卡在内核中。',
    },
    remedy: {
      en: 'End debuggers and tracers attached to the container.',
      zh: '结束附加在容器上的调试器和跟踪器。',
    },
  },
  {
    pattern: /cpuinfo|CPU (capabilities|features)|fpu|xsave/i,
    meaning: {
      en: "The target's processor lacks features that the container uses.",
      zh: '目标主机的处理器缺少容器所用的特性。',
    },
    remedy: {
      en: 'Choose a target with the same processor or a newer one.',
      zh: '选择处理器相同或更新的目标主机。',
    },
  },
];
