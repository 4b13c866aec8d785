/** Sockets bound to an address that the target will not give the container. */
import { isLoopback, isUnspecified } from '../../checkpoint/sockets.ts';
import { keepsAddress } from '../connections.ts';
import type { Check } from '../subject.ts';

export const addresses: Check = ({ container, vitals, target }) => {
  const bound = vitals.sockets.filter(
    ({ state, local }) =>
      state === 'listening' && !isLoopback(local.address) && !isUnspecified(local.address),
  );
  return bound
    .filter(({ local }) => !isMulticast(local.address) && !keepsAddress(container, local.address))
    .map(({ local, protocol }) => ({
      id: 'address-bound',
      severity: 'error',
      text: `A program in ${container.name} is bound to ${local.address}, an address that ${target.name} may not give it.`,
      measured: `${protocol} ${local.address}:${local.port}`,
      needed: 'a fixed address, or a program bound to every address',
      remedy: 'Make the container again with --ip in a network that both hosts have.',
    }));
};

const isMulticast = (address: string): boolean =>
  /^(22[4-9]|23\d)\./.test(address) || address.startsWith('ff');
