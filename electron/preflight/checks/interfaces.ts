/** What is tied to a network device of the container: sockets bound to one, tunnels, multicast groups. */
import type { Found } from '../check.ts';
import { heldByDumped, nameHolders } from '../holders.ts';
import { moveCheck, type Subject } from '../subject.ts';
import { isAtLeast } from '../versions.ts';

type Facts = Pick<Subject, 'container' | 'inside' | 'target'>;

export const interfaces = moveCheck('interfaces', ['container', 'inside', 'target'], (facts) => [
  ...boundSockets(facts),
  ...tunnels(facts),
  ...groups(facts),
]);

/**
 * From this version on Docker gives a container its network devices only after the restore, which then finds none to bind to:
 * "Can't bind packet socket: No such device", measured with 28.5.2. With 26.1.5 a socket bound by name comes along (measured).
 */
const devicesComeLater = '28';

/** A packet socket is bound to the number of its device, which is another one on another host. */
function boundSockets({ container, inside, target }: Facts): Found[] {
  const isLate = isAtLeast(target.engine.version, devicesComeLater);
  const refused = heldByDumped(inside, inside.sockets).flatMap(({ process, inode, protocol }) => {
    const device = inside.boundTo.get(inode);
    if (device === undefined || (typeof device === 'string' && !isLate)) return [];
    return [{ process, what: typeof device === 'string' ? `${protocol ?? ''} ${device}`.trim() : protocol }];
  });
  if (refused.length === 0) return [];
  return [
    {
      id: 'socket-on-device',
      severity: 'error',
      text: {
        en: `A program in ${container.name} has bound a socket to a network device, which is not there in time on ${target.name}, or has another number.`,
        zh: `${container.name} 中有程序把套接字绑定到网络设备，而该设备在 ${target.name} 上未能及时就绪，或编号不同。`,
      },
      measured: nameHolders(refused),
      remedy: {
        en: 'Stop that program (a DHCP client, a packet sniffer) for the time of the move, or bind it to no device.',
        zh: '迁移期间停掉该程序（例如 DHCP 客户端、抓包工具），或不绑定设备。',
      },
    },
  ];
}

/** The network devices stay behind, and with them the tunnel's: "No tun device for file". Measured; one not attached comes along. */
function tunnels({ container, inside }: Facts): Found[] {
  const attached = heldByDumped(inside, inside.tunnels);
  if (attached.length === 0) return [];
  return [
    {
      id: 'tunnel',
      severity: 'error',
      text: {
        en: `${container.name} has a tunnel (VPN) open; its network device cannot be moved.`,
        zh: `${container.name} 打开了隧道（VPN）；其网络设备无法迁移。`,
      },
      measured: nameHolders(attached.map(({ process, device }) => ({ process, what: device }))),
      remedy: {
        en: 'Stop the VPN for the time of the move, and start it again on the target.',
        zh: '迁移期间停掉 VPN，之后在目标主机上重新启动。',
      },
    },
  ];
}

/** CRIU makes the sockets again, but not members of their groups: they hear nothing any more. Measured with 4.2.1. */
function groups({ container, inside }: Facts): Found[] {
  if (inside.groups.length === 0) return [];
  return [
    {
      id: 'multicast-lost',
      severity: 'warning',
      text: {
        en: `Programs in ${container.name} listen to multicast groups; after the move they hear nothing from them until they join again.`,
        zh: `${container.name} 中有程序加入了组播组；迁移之后，在重新加入之前它们收不到组播数据。`,
      },
      measured: inside.groups.slice(0, 6).join(', '),
      remedy: {
        en: `After the move, restart ${container.name}, unless its programs join again by themselves.`,
        zh: `迁移之后重启 ${container.name}，除非其中的程序会自行重新加入。`,
      },
    },
  ];
}
