/** The lines of the station's list: each host with its containers below it, what is in trouble first, as far as they are searched for. */
import type { Output } from '../../../shared/contract.ts';
import type { ContainerSummary, Host, RestorePointSummary } from '../../../shared/model.ts';
import type { HostSight } from '../../../shared/window-methods.ts';
import { containerKey } from '../../state/container-key.ts';

type Run = Output<'runs.list'>[number];

export interface HostLine {
  readonly kind: 'host';
  readonly key: string;
  readonly host: Host;
  readonly sight: HostSight | undefined;
}

export interface ContainerLine {
  readonly kind: 'container';
  readonly key: string;
  readonly host: string;
  readonly container: ContainerSummary;
  readonly point: RestorePointSummary | undefined;
  readonly run: Run | undefined;
  /** It is as it was when its host was seen last, and may not be so any more. */
  readonly isOld: boolean;
}

export type StationLine = HostLine | ContainerLine;

export interface StationSeen {
  readonly hosts: readonly Host[];
  readonly sights: Readonly<Record<string, HostSight>>;
  readonly points: ReadonlyMap<string, RestorePointSummary>;
  readonly runs: readonly Run[];
}

/** `search`: words that must all be found in a line, or in that of its host; a host is there with what is found of it. */
export function stationLines({ hosts, sights, points, runs }: StationSeen, search: string): StationLine[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const runOf = new Map(
    runs.flatMap((run) => [run.from, run.to].map((host) => [containerKey(host, run.container), run])),
  );
  return sortHosts(hosts, sights).flatMap((host) => {
    const sight = sights[host.name];
    const ofHost = textOfHost(host);
    const isHostFound = wanted.every((word) => ofHost.includes(word));
    const containers = (sight?.containers ?? [])
      .filter((container) => {
        const text = isHostFound ? '' : `${ofHost} ${textOfContainer(container)}`;
        return isHostFound || wanted.every((word) => text.includes(word));
      })
      .toSorted((a, b) => byName.compare(a.name, b.name));
    if (!isHostFound && containers.length === 0) return [];
    return [
      { kind: 'host', key: host.name, host, sight },
      ...containers.map((container): ContainerLine => {
        const key = containerKey(host.name, container.name);
        const found = {
          point: points.get(key),
          run: runOf.get(key),
          isOld: sight?.state !== 'up' || sight.error !== undefined,
        };
        return { kind: 'container', key, host: host.name, container, ...found };
      }),
    ];
  });
}

/** Those that show signs that they fail come first, then those that do not answer, those that need a secret, and the others. */
export function sortHosts(hosts: readonly Host[], sights: StationSeen['sights']): Host[] {
  return hosts.toSorted(
    (a, b) => rank(sights[a.name]) - rank(sights[b.name]) || byName.compare(a.name, b.name),
  );
}

const byName = new Intl.Collator('en', { numeric: true });

function rank(sight: HostSight | undefined): number {
  if ((sight?.health?.signs.length ?? 0) > 0) return 0;
  switch (sight?.state) {
    case 'unreachable':
      return 1;
    case 'locked':
      return 2;
    case 'up':
      return sight?.error === undefined ? 3 : 1;
    case undefined:
      return 3;
  }
}

const textOfHost = ({ name, address, user }: Host): string => `${name} ${user}@${address}`.toLowerCase();

const textOfContainer = ({ name, image, state, ports, id }: ContainerSummary): string =>
  `${name} ${image} ${state} ${ports.join(' ')} ${id}`.toLowerCase();
