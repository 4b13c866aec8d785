/** Docker's networks, and what it takes to make one of them again on another host. */
import type Dockerode from 'dockerode';
import type { Session } from '../../hosts/session.ts';
import { type ListedNetwork, networkAnswer, networksAnswer, readAnswer } from './answers.ts';
import { asks, asksOf } from './asks.ts';
import { askFor, askForMaybe } from './request.ts';
import type { NetworkFacts, NetworkMaking, NetworkRange } from '../engine.ts';

export class DockerNetworks {
  readonly #session: Session;
  readonly #docker: Dockerode;

  constructor(session: Session, docker: Dockerode) {
    this.#session = session;
    this.#docker = docker;
  }

  /** By the networks' names. */
  async drivers(): Promise<ReadonlyMap<string, string>> {
    const networks = await askFor(this.#session, asks.listNetworks, networksAnswer, () =>
      this.#docker.listNetworks(),
    );
    return new Map(networks.map(({ Name, Driver }) => [Name, Driver]));
  }

  async list(addressesOf: readonly string[] = []): Promise<NetworkFacts[]> {
    const listed = await askFor(this.#session, asks.listNetworks, networksAnswer, () =>
      this.#docker.listNetworks(),
    );
    return Promise.all(
      listed.map(async (each) => {
        const { Id, Name, Driver } = each;
        const addresses = addressesOf.includes(Name) ? await this.#addressesIn(Id, Name) : [];
        const making = makingOf(each);
        return {
          name: Name,
          driver: Driver,
          subnets: making.ranges.map(({ subnet }) => subnet),
          making,
          addresses,
        };
      }),
    );
  }

  async #addressesIn(id: string, name: string): Promise<NetworkFacts['addresses']> {
    const what = asksOf.describeNetwork(name);
    const found: unknown = await askForMaybe(this.#session, what, () =>
      this.#docker.getNetwork(id).inspect(),
    );
    const network = readAnswer(this.#session.host.name, what, networkAnswer.optional(), found);
    return Object.values(network?.Containers ?? {}).map(({ Name: container = '', IPv4Address = '' }) => ({
      address: IPv4Address.split('/')[0] ?? '',
      container,
    }));
  }
}

function makingOf(network: ListedNetwork): NetworkMaking {
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
