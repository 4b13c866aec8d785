/** The container's networks and fixed addresses on the target. */
import { BlockList, isIPv4 } from 'node:net';
import type { Found } from '../check.ts';
import { moveCheck } from '../subject.ts';

export const networks = moveCheck(
  'networks',
  ['container', 'target', 'networks'],
  ({ container, target, networks: there }) =>
    container.networks.flatMap(({ network, driver, fixedAddress }): Found[] => {
      const found = there.find(({ name }) => name === network);
      if (found === undefined) {
        return [
          {
            id: 'network-missing',
            severity: 'error',
            host: target.name,
            text: {
              en: `${target.name} has no network named ${network}.`,
              zh: `${target.name} 上没有名为 ${network} 的网络。`,
            },
            needed: { en: `network ${network} (${driver})`, zh: `网络 ${network}（${driver}）` },
            remedy: {
              en: `On ${target.name}: docker network create --driver ${driver} ${network}, with the options it has on the source`,
              zh: `在 ${target.name} 上执行 docker network create --driver ${driver} ${network}，选项与源主机上的相同`,
            },
          },
        ];
      }
      if (fixedAddress === undefined) return [];
      if (!found.subnets.some((subnet) => contains(subnet, fixedAddress))) {
        return [
          {
            id: 'address-outside',
            severity: 'error',
            host: target.name,
            text: {
              en: `The fixed address ${fixedAddress} does not belong to network ${network} on ${target.name}.`,
              zh: `固定地址 ${fixedAddress} 不在 ${target.name} 的网络 ${network} 的网段内。`,
            },
            measured: found.subnets.join(', '),
            needed: { en: `a subnet with ${fixedAddress}`, zh: `包含 ${fixedAddress} 的网段` },
            remedy: {
              en: `Make the network on ${target.name} again with the subnet it has on the source.`,
              zh: `在 ${target.name} 上按源主机的网段重新创建该网络。`,
            },
          },
        ];
      }
      const user = found.addresses.find(({ address }) => address === fixedAddress);
      return user === undefined
        ? []
        : [
            {
              id: 'address-taken',
              severity: 'error',
              host: target.name,
              text: {
                en: `The fixed address ${fixedAddress} is taken on ${target.name} by ${user.container}.`,
                zh: `固定地址 ${fixedAddress} 在 ${target.name} 上已被 ${user.container} 占用。`,
              },
              remedy: {
                en: `Give ${user.container} another address.`,
                zh: `给 ${user.container} 换一个地址。`,
              },
            },
          ];
    }),
);

function contains(subnet: string, address: string): boolean {
  const [net = '', prefix = ''] = subnet.split('/');
  if (isIPv4(net) !== isIPv4(address)) return false;
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), isIPv4(net) ? 'ipv4' : 'ipv6');
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
