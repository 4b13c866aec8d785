/** The station: what needs a person, and every host with its containers, live. */
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';
import { station } from '../../i18n/station.ts';
import { lookNow, refreshHosts, useHosts, watchHosts } from '../../state/hosts.ts';
import { refreshLatestPoints, useLatestPoints, watchLatestPoints } from '../../state/latest-points.ts';
import { useOpenRuns, watchOpenRuns } from '../../state/open-runs.ts';
import { Attention } from './attention.tsx';
import { EmptyStation } from './empty-station.tsx';
import { StationList } from './station-list.tsx';
import { stationLines } from './station-rows.ts';

export function StationScreen(): ReactNode {
  const said = useSaid(station);
  const { loading } = useSaid(frame);
  useEffect(watchHosts, []);
  useEffect(watchOpenRuns, []);
  useEffect(watchLatestPoints, []);
  const { hosts, sights, error } = useHosts();
  const { runs } = useOpenRuns();
  const actions = (
    <>
      <button type="button" onClick={() => void lookNow()}>
        {said.lookAgain}
      </button>
      <Link className="button" href="/hosts/add">
        {said.addHost}
      </Link>
    </>
  );
  return (
    <Screen title={said.title} actions={hosts !== undefined && hosts.length > 0 && actions}>
      <Attention runs={runs} sights={sights} />
      {error !== undefined && <ErrorNotice error={error} onAgain={() => void refreshHosts()} />}
      {hosts === undefined && error === undefined && <p role="status">{loading}</p>}
      {hosts !== undefined && (hosts.length === 0 ? <EmptyStation /> : <Hosts />)}
    </Screen>
  );
}

function Hosts(): ReactNode {
  const said = useSaid(station);
  const { hosts = [], sights } = useHosts();
  const { runs } = useOpenRuns();
  const { points, isLocked } = useLatestPoints();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const lines = useMemo(
    () => stationLines({ hosts, sights, points, runs }, wanted),
    [hosts, sights, points, runs, wanted],
  );
  return (
    <>
      {isLocked && (
        <div className="notice notice-warning station-line">
          <span>{said.pointsLocked}</span>
          <button type="button" onClick={() => void refreshLatestPoints({ mayAsk: true })}>
            {said.unlockPoints}
          </button>
        </div>
      )}
      <Search search={search} onSearch={setSearch} lines={lines} />
      <StationList name={said.list} lines={lines} />
    </>
  );
}

interface SearchProps {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly lines: ReturnType<typeof stationLines>;
}

function Search({ search, onSearch, lines }: SearchProps): ReactNode {
  const said = useSaid(station);
  const hosts = lines.filter(({ kind }) => kind === 'host').length;
  return (
    <search>
      <label>
        {said.search}
        <input
          type="search"
          value={search}
          placeholder={said.searchHint}
          onChange={(event) => onSearch(event.target.value)}
        />
      </label>
      <p role="status" className="hint">
        {lines.length === 0 ? said.nothingFound : said.found(hosts, lines.length - hosts)}{' '}
        {lines.length === 0 && (
          <button type="button" onClick={() => onSearch('')}>
            {said.showAll}
          </button>
        )}
      </p>
    </search>
  );
}
