/** The command that makes a network of one host on another, where that needs no decision. */
import { BlockList, isIPv4 } from 'node:net';
import type { NetworkFacts } from '../engines/engine.ts';
import { quoteCommand } from '../hosts/quote.ts';

/**
 * Undefined for a network that is more than a bridge of its own host (a cluster's, or one on an interface that the other host
 * may not have), and for one whose addresses the other host uses for something else.
 */
export function networkCommand(
  { name, driver, making }: NetworkFacts,
  usedThere: readonly string[],
): string | undefined {
  if (making === undefined || driver !== 'bridge' || !making.isPlain) return undefined;
  if (making.ranges.some(({ subnet }) => usedThere.some((used) => overlap(subnet, used)))) return undefined;
  const flag = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, value];
  return quoteCommand([
    ...['docker', 'network', 'create', '--driver', driver],
    ...making.ranges.flatMap(({ subnet, gateway, ipRange, kept }) => [
      ...flag('subnet', subnet),
      ...flag('gateway', gateway),
      ...flag('ip-range', ipRange),
      ...Object.entries(kept).flatMap(([what, address]) => flag('aux-address', `${what}=${address}`)),
    ]),
    ...Object.entries(making.options).flatMap(([key, value]) => flag('opt', `${key}=${value}`)),
    ...Object.entries(making.labels).flatMap(([key, value]) => flag('label', `${key}=${value}`)),
    ...(making.internal ? ['--internal'] : []),
    ...(making.attachable ? ['--attachable'] : []),
    ...(making.ipv6 ? ['--ipv6'] : []),
    '--',
    name,
  ]);
}

/** Of two networks in the notation `10.0.0.0/8`; what is none overlaps with nothing. */
export function overlap(one: string, other: string): boolean {
  return contains(one, addressOf(other)) || contains(other, addressOf(one));
}

export function contains(subnet: string, address: string): boolean {
  const [net = '', prefix = ''] = subnet.split('/');
  if (isIPv4(net) !== isIPv4(address)) return false;
  try {
    const list = new BlockList();
    list.addSubnet(net, Number(prefix), isIPv4(net) ? 'ipv4' : 'ipv6');
    return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  } catch {
    return false;
  }
}

const addressOf = (subnet: string): string => subnet.split('/')[0] ?? '';
