/** A host in the station's list, above its containers. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { HostCondition, HostMark } from '../../components/host-health.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { station } from '../../i18n/station.ts';
import type { HostLine } from './station-rows.ts';

interface HostRowProps {
  readonly line: HostLine;
}

export function HostRow({ line: { host, sight } }: HostRowProps): ReactNode {
  const said = useSaid(station);
  const { dateTime } = useFormat();
  return (
    <div className="station-host">
      <div className="station-line">
        <h2>
          <Link href={`/hosts/${host.name}`}>{host.name}</Link>
        </h2>
        <HostMark sight={sight} />
        <span className="station-quiet">
          {host.user}@{host.address}
          {sight !== undefined && sight.state !== 'up' && ` · ${said.since(dateTime(sight.at))}`}
        </span>
      </div>
      {sight !== undefined && <HostCondition sight={sight} />}
      {sight?.state === 'up' && sight.containers?.length === 0 && <p>{said.noContainers}</p>}
    </div>
  );
}
