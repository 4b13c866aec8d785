/** Docker's networks: what of its answers it takes to make the same network on another host. */
import type { ListedNetwork } from './docker-answers.ts';
import type { NetworkMaking, NetworkRange } from './engine.ts';

export function makingOf(network: ListedNetwork): NetworkMaking {
  const { IPAM, ConfigFrom } = network;
  return {
    ranges: (IPAM?.Config ?? []).flatMap((range) => rangeOf(range) ?? []),
    options: network.Options ?? {},
    labels: network.Labels ?? {},
    internal: network.Internal ?? false,
    attachable: network.Attachable ?? false,
    ipv6: network.EnableIPv6 ?? false,
    isPlain:
      (network.Scope ?? 'local') === 'local' &&
      !network.Ingress &&
      !network.ConfigOnly &&
      !ConfigFrom?.Network &&
      (IPAM?.Driver ?? 'default') === 'default' &&
      Object.keys(IPAM?.Options ?? {}).length === 0,
  };
}

type ListedRange = NonNullable<NonNullable<ListedNetwork['IPAM']>['Config']>[number];

function rangeOf({ Subnet, Gateway, IPRange, AuxiliaryAddresses }: ListedRange): NetworkRange | undefined {
  if (!Subnet) return undefined;
  return {
    subnet: Subnet,
    gateway: Gateway || undefined,
    ipRange: IPRange || undefined,
    kept: AuxiliaryAddresses ?? {},
  };
}
