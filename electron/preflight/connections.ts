/** Which TCP connections can live on: those whose both ends keep their addresses. */
import { isLoopback, type InetSocket } from '../checkpoint/sockets.ts';
import type { Container } from '../engines/container.ts';

/** On these networks a container has an address of its own in the outer network, which it keeps on any host there. */
const outerDrivers = new Set(['macvlan', 'ipvlan']);

/** The address is fixed, so that the target gives the container the same one. */
export function keepsAddress(container: Pick<Container, 'networks'>, address: string): boolean {
  return container.networks.some(({ fixedAddress }) => fixedAddress === address);
}

/** Addresses in the outer network that it takes along, so that both copies would speak from them. */
export function outerAddresses({ networks }: Pick<Container, 'networks'>): string[] {
  return networks.flatMap(({ driver, fixedAddress }) =>
    outerDrivers.has(driver) && fixedAddress !== undefined ? [fixedAddress] : [],
  );
}

export interface Fate {
  /** CRIU keeps all connections of a container or closes all: one that must go takes the others with it. */
  readonly fate: 'none' | 'keep' | 'close';
  readonly kept: number;
  readonly closed: number;
}

export function fateOfConnections(
  container: Pick<Container, 'networks'>,
  sockets: readonly InetSocket[],
): Fate {
  const established = sockets.filter(({ protocol, state }) => protocol === 'tcp' && state === 'established');
  const canStay = established.filter(({ local, remote }) => {
    if (isLoopback(local.address) && isLoopback(remote.address)) return true;
    return container.networks.some(
      ({ driver, fixedAddress }) => outerDrivers.has(driver) && fixedAddress === local.address,
    );
  });
  const closed = established.length - canStay.length;
  const fate = established.length === 0 ? 'none' : closed === 0 ? 'keep' : 'close';
  return { fate, kept: canStay.length, closed };
}
