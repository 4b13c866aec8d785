/** Sockets that CRIU does not dump, by their kind or by what they are connected to. */
import type { HeldSocket } from '../../checkpoint/inside-files.ts';
import type { Process } from '../../checkpoint/inside-processes.ts';
import type { Found } from '../check.ts';
import { carriedSockets, isCarried } from '../criu-support.ts';
import { heldByDumped, nameHolders } from '../holders.ts';
import { moveCheck, type Subject } from '../subject.ts';

type Facts = Pick<Subject, 'container' | 'inside' | 'source' | 'target'>;
type Socket = HeldSocket & { readonly process: Process };

export const sockets = moveCheck('sockets', ['container', 'inside', 'source', 'target'], (facts) => {
  const held = heldByDumped(facts.inside, facts.inside.sockets);
  return [
    ...ofUnknownKind(facts, held),
    ...connectedToOutside(facts, held),
    ...withUnreadMessages(facts, held),
    ...withUnacceptedConnections(facts, held),
  ];
});

const multipath = /^MPTCP/;

function ofUnknownKind({ container, source, target }: Facts, held: readonly Socket[]): Found[] {
  const versions = [source, target].map(({ facts }) => facts.tools.criu?.version);
  const refused = held.filter(
    ({ protocol }) => protocol !== undefined && !isCarried(carriedSockets.get(protocol), versions),
  );
  if (refused.length === 0) return [];
  const allMultipath = refused.every(({ protocol }) => multipath.test(protocol ?? ''));
  const newer = refused.every(({ protocol }) => carriedSockets.has(protocol ?? ''));
  return [
    {
      id: 'socket-unsupported',
      severity: 'error',
      text: {
        en: `${container.name} uses sockets of a kind that CRIU cannot carry.`,
        zh: `${container.name} 使用了 CRIU 无法迁移的套接字类型。`,
      },
      measured: nameHolders(refused.map(({ process, protocol }) => ({ process, what: protocol }))),
      needed: [...carriedSockets.keys()].filter((name) => !/v6$|UDP-?L/.test(name)).join(', '),
      // CRIU issue 2655: programs written in Go listen with it from Go 1.24 on, and TCP serves them as well.
      remedy: allMultipath
        ? {
            en: 'If the program is written in Go: make the container again with GODEBUG=multipathtcp=0 in its environment.',
            zh: '如果程序是用 Go 编写的：重新创建容器，并设置环境变量 GODEBUG=multipathtcp=0。',
          }
        : newer
          ? { en: 'Install CRIU 4.1 or newer on both hosts.', zh: '在两台主机上安装 CRIU 4.1 或更新版本。' }
          : {
              en: 'Stop the program in the container that uses them for the time of the move.',
              zh: '迁移期间先停掉容器内使用它们的程序。',
            },
    },
  ];
}

/**
 * A unix socket lives only where both its ends do. With the option that Shiplock sets (--ext-unix-sk) CRIU dumps none but
 * datagram sockets whose other end is in the same network namespace, and a container has its own. Measured.
 */
function connectedToOutside({ container, inside, source }: Facts, held: readonly Socket[]): Found[] {
  const inodes = new Set(held.map(({ inode }) => inode));
  const outside = held.filter(({ inode, protocol }) => {
    const peer = inside.peers.get(inode);
    return peer !== undefined && !inodes.has(peer) && (protocol === undefined || protocol.startsWith('UNIX'));
  });
  if (outside.length === 0) return [];
  return [
    {
      id: 'socket-outside',
      severity: 'error',
      text: {
        en: `${container.name} is connected to a program outside it through a unix socket; such a connection cannot be moved.`,
        zh: `${container.name} 通过 unix 套接字与容器外的程序相连；这样的连接无法迁移。`,
      },
      measured: nameHolders(outside),
      remedy: {
        en: `End the connection: stop for the time of the move what ${source.name} offers there (the Docker socket, a system bus), or what uses it in the container.`,
        zh: `断开该连接：迁移期间停掉 ${source.name} 上提供该套接字的程序（例如 Docker 套接字、系统总线），或容器内使用它的程序。`,
      },
    },
  ];
}

/** CRIU also refuses a netlink socket that is in groups beyond the first 32, which no table of the kernel's shows. */
function withUnreadMessages({ container, inside }: Facts, held: readonly Socket[]): Found[] {
  const unread = held.filter(({ inode }) => inside.unread.has(inode));
  if (unread.length === 0) return [];
  return [
    {
      id: 'netlink-unread',
      severity: 'error',
      text: {
        en: `A program in ${container.name} has not read what the kernel told it (netlink); CRIU does not dump such a socket.`,
        zh: `${container.name} 中有程序未读取内核发来的消息（netlink）；CRIU 无法转储这样的套接字。`,
      },
      measured: nameHolders(unread),
      remedy: {
        en: 'Check again in a moment; if it stays so, restart that program.',
        zh: '稍后重新检查；如果仍然如此，请重启该程序。',
      },
    },
  ];
}

function withUnacceptedConnections({ container, inside, source }: Facts, held: readonly Socket[]): Found[] {
  if (inside.settings.skipsUnaccepted) return [];
  const waiting = held.flatMap((socket) => {
    const port = inside.unaccepted.get(socket.inode);
    return port === undefined ? [] : [{ ...socket, what: `tcp/${port}` }];
  });
  if (waiting.length === 0) return [];
  return [
    {
      id: 'connection-unaccepted',
      severity: 'error',
      text: {
        en: `TCP connections wait for ${container.name} to accept them; CRIU does not dump a socket with such connections.`,
        zh: `有 TCP 连接正等待 ${container.name} 接受；CRIU 无法转储带有这种连接的套接字。`,
      },
      measured: nameHolders(waiting),
      remedy: {
        en: `Check again in a moment. If it stays so, the program hangs, or does not serve that port: restart it, or have those connections dropped: on ${source.name}, add the line skip-in-flight to /etc/criu/runc.conf`,
        zh: `稍后重新检查。如果仍然如此，说明程序已停止响应，或不处理该端口：请重启它，或丢弃这些连接：在 ${source.name} 的 /etc/criu/runc.conf 中添加一行 skip-in-flight`,
      },
    },
  ];
}
