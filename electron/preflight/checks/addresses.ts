/** Sockets bound to an address that the target will not give the container. */
import { isLoopback, isUnspecified } from '../../checkpoint/sockets.ts';
import { keepsAddress } from '../connections.ts';
import { moveCheck } from '../subject.ts';

export const addresses = moveCheck(
  'addresses',
  ['container', 'vitals', 'target'],
  ({ container, vitals, target }) =>
    vitals.sockets
      .filter(({ state }) => state === 'listening')
      .filter(({ local: { address } }) => !isLoopback(address) && !isUnspecified(address))
      .filter(({ local: { address } }) => !isMulticast(address) && !keepsAddress(container, address))
      .map(({ local, protocol }) => ({
        id: 'address-bound',
        severity: 'error',
        text: {
          en: `A program in ${container.name} is bound to ${local.address}, an address that ${target.name} may not give it.`,
          zh: `${container.name} 中有程序绑定在地址 ${local.address} 上，而 ${target.name} 不一定会分配这个地址。`,
        },
        measured: `${protocol} ${local.address}:${local.port}`,
        needed: {
          en: 'a fixed address, or a program bound to every address',
          zh: '固定地址，或者程序监听所有地址',
        },
        remedy: {
          en: 'Make the container again with --ip in a network that both hosts have.',
          zh: '在两台主机都有的网络中，用 --ip 重新创建容器。',
        },
      })),
);

const isMulticast = (address: string): boolean =>
  /^(22[4-9]|23\d)\./.test(address) || address.startsWith('ff');
