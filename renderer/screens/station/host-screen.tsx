/** One host: how it does, what runs on it, whether it is ready for a move, and how it is reached. */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { HostCondition, HostMark } from '../../components/host-health.tsx';
import { Screen } from '../../components/screen.tsx';
import { frame } from '../../i18n/frame.ts';
import { hosts as texts } from '../../i18n/hosts.ts';
import { useSaid } from '../../i18n/language.tsx';
import type { Host } from '../../../shared/model.ts';
import { useHosts, watchHosts } from '../../state/hosts.ts';
import { useLatestPoints, watchLatestPoints } from '../../state/latest-points.ts';
import { useOpenRuns, watchOpenRuns } from '../../state/open-runs.ts';
import { HostChecks } from './host-checks.tsx';
import { HostFacts } from './host-facts.tsx';
import { ImagesAhead } from './images-ahead.tsx';
import { RemoveHost } from '../../components/remove-host.tsx';
import { StationList } from './station-list.tsx';
import { stationLines } from './station-rows.ts';
import './hosts.css';

export function HostScreen({ host: name }: { readonly host: string }): ReactNode {
  const said = useSaid(texts);
  const { loading, toStation } = useSaid(frame);
  useEffect(watchHosts, []);
  useEffect(watchOpenRuns, []);
  useEffect(watchLatestPoints, []);
  const hosts = useHosts((state) => state.hosts);
  const [isRemoving, setRemoving] = useState(false);
  const [, go] = useLocation();
  const close = (isRemoved: boolean): void => {
    setRemoving(false);
    if (isRemoved) go('/');
  };
  const host = hosts?.find((each) => each.name === name);
  if (host === undefined) {
    return (
      <Screen title={name}>
        <p role="status">{hosts === undefined ? loading : said.unknown(name)}</p>
        <Link href="/">{toStation}</Link>
      </Screen>
    );
  }
  const remove = (
    <button type="button" className="dangerous" onClick={() => setRemoving(true)}>
      {said.remove}
    </button>
  );
  return (
    <Screen title={name} actions={remove}>
      <Condition name={name} />
      <Section title={said.containers}>
        <Containers host={host} />
      </Section>
      <Section title={said.checks}>
        <HostChecks host={name} />
      </Section>
      <ImagesAhead host={name} />
      <Section title={said.howReached}>
        <HostFacts host={host} />
      </Section>
      {isRemoving && <RemoveHost host={name} onClose={close} />}
    </Screen>
  );
}

function Condition({ name }: { readonly name: string }): ReactNode {
  const sight = useHosts(({ sights }) => sights[name]);
  return (
    <>
      <p>
        <HostMark sight={sight} />
      </p>
      {sight !== undefined && <HostCondition sight={sight} />}
    </>
  );
}

function Containers({ host }: { readonly host: Host }): ReactNode {
  const said = useSaid(texts);
  const sights = useHosts((state) => state.sights);
  const { points } = useLatestPoints();
  const { runs } = useOpenRuns();
  const lines = useMemo(
    () =>
      stationLines({ hosts: [host], sights, points, runs }, '').filter(({ kind }) => kind === 'container'),
    [host, sights, points, runs],
  );
  return lines.length === 0 ? (
    <p>{sights[host.name]?.containers === undefined ? said.containersUnseen : said.noContainers}</p>
  ) : (
    <StationList name={said.containers} lines={lines} />
  );
}

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

const Section = ({ title, children }: SectionProps): ReactNode => (
  <section className="hosts-section">
    <h2>{title}</h2>
    {children}
  </section>
);
