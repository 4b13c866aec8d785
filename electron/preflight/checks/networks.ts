/** The container's networks and fixed addresses on the target. */
import { BlockList, isIPv4 } from 'node:net';
import type { Finding } from '../../../shared/model.ts';
import type { Check } from '../subject.ts';

export const networks: Check = ({ container, target, networks: there }) =>
  container.networks.flatMap(({ network, driver, fixedAddress }): Finding[] => {
    const found = there.find(({ name }) => name === network);
    if (found === undefined) {
      return [
        {
          id: 'network-missing',
          severity: 'error',
          text: `${target.name} has no network named ${network}.`,
          needed: `network ${network} (${driver})`,
          remedy: `On ${target.name}: docker network create --driver ${driver} ${network}, with the options it has on the source`,
        },
      ];
    }
    if (fixedAddress === undefined) return [];
    if (!found.subnets.some((subnet) => contains(subnet, fixedAddress))) {
      return [
        {
          id: 'address-outside',
          severity: 'error',
          text: `The fixed address ${fixedAddress} does not belong to network ${network} on ${target.name}.`,
          measured: found.subnets.join(', '),
          needed: `a subnet with ${fixedAddress}`,
          remedy: `Make the network on ${target.name} again with the subnet it has on the source.`,
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
            text: `The fixed address ${fixedAddress} is taken on ${target.name} by ${user.container}.`,
            remedy: `Give ${user.container} another address.`,
          },
        ];
  });

function contains(subnet: string, address: string): boolean {
  const [net = '', prefix = ''] = subnet.split('/');
  if (isIPv4(net) !== isIPv4(address)) return false;
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), isIPv4(net) ? 'ipv4' : 'ipv6');
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
