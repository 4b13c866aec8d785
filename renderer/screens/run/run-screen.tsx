/** A run, live: whoever began it, wherever it is carried out, and long after it has ended. */
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { FreezeClock } from '../../components/pictures/freeze-clock.tsx';
import { MovePicture } from '../../components/pictures/move-picture.tsx';
import { RoundBars } from '../../components/pictures/round-bars.tsx';
import { ThroughputChart } from '../../components/pictures/throughput-chart.tsx';
import { Screen } from '../../components/screen.tsx';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import type { RunReport } from '../../../shared/model.ts';
import { lookNow, useHosts, watchHosts } from '../../state/hosts.ts';
import { followRun, type FollowedRun, type RunSight } from '../../state/follow-run.ts';
import { silentHosts, whereaboutsOf } from '../../state/whereabouts.ts';
import { BytesTable } from './bytes-table.tsx';
import { LostLinks } from './lost-links.tsx';
import { PhaseList } from './phase-list.tsx';
import { RunActs } from './run-acts.tsx';
import { RunOutcome } from './run-outcome.tsx';
import { RunStateBadge } from '../../components/run-state.tsx';
import { RunningNow } from './running-now.tsx';
import { Sent } from './sent.tsx';
import { useFreezeClock } from './use-freeze-clock.ts';
import './run.css';

export function RunScreen({ run }: { readonly run: string }): ReactNode {
  const said = useSaid(runWords);
  const [followed, setFollowed] = useState<FollowedRun>();
  useEffect(() => {
    const begun = followRun(run);
    setFollowed(begun);
    return () => begun[Symbol.dispose]();
  }, [run]);
  return (
    <Screen title={said.title(run)} actions={<Link href="/runs">{said.allRuns}</Link>}>
      {followed !== undefined && <FollowedRunView followed={followed} />}
    </Screen>
  );
}

function FollowedRunView({ followed }: { readonly followed: FollowedRun }): ReactNode {
  const { loading } = useSaid(frame);
  const report = useStore(followed.store, (sight) => sight.report);
  const error = useStore(followed.store, (sight) => sight.error);
  if (report !== undefined) return <ReportView followed={followed} report={report} />;
  return error === undefined ? <p role="status">{loading}</p> : <ErrorNotice error={error} />;
}

interface ReportProps {
  readonly followed: FollowedRun;
  readonly report: RunReport;
}

function ReportView({ followed, report }: ReportProps): ReactNode {
  const error = useStore(followed.store, (sight) => sight.error);
  const links = useStore(followed.store, (sight) => sight.lost);
  const isCarriedOutHere = useStore(followed.store, (sight) => sight.isCarriedOutHere);
  const clock = useFreezeClock(report, isCarriedOutHere);
  useEffect(watchHosts, []);
  const sights = useHosts((state) => state.sights);
  const seen = { clock, lost: links.map(({ host }) => host), isCarriedOutHere, sights };
  const { outcome, to } = report;
  useEffect(() => {
    // How things are now, and not when it is the host's turn.
    if (outcome !== null) void lookNow(to);
  }, [outcome, to]);
  const isOver = report.outcome === 'committed' || report.outcome === 'rolled-back';
  return (
    <>
      <WhatItIs report={report} />
      <RunningNow
        report={report}
        where={whereaboutsOf(report, seen)}
        clock={clock}
        isCarriedOutHere={isCarriedOutHere}
      />
      {error !== undefined && <ErrorNotice error={error} />}
      <LostLinks lost={links} />
      {report.outcome !== null && report.error !== undefined && <ErrorNotice error={report.error} />}
      <RunActs followed={followed} report={report} />
      <RunOutcome report={report} />
      <div className="run-columns">
        <PhaseList report={report} />
        <div>
          {report.restorePoint === undefined && (clock.kind !== 'none' || report.outcome === null) && (
            <FreezeClock clock={clock} expected={report.estimate?.freezeMs} />
          )}
          {report.outcome === null && <SentLive followed={followed} />}
        </div>
      </div>
      <MovePicture report={report} lost={isOver ? [] : silentHosts(report, seen)} />
      <Details followed={followed} report={report} />
    </>
  );
}

function WhatItIs({ report }: { readonly report: RunReport }): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  const { container, from, to, restorePoint, outcome, startedAt } = report;
  return (
    <p>
      <RunStateBadge run={{ state: outcome ?? 'running', restorePoint }} />{' '}
      <strong>
        {restorePoint === undefined
          ? said.move(container, from, to)
          : said.restore(container, restorePoint, to)}
      </strong>{' '}
      <span className="run-begun">{said.begun(format.dateTime(startedAt))}</span>
    </p>
  );
}

/** What changes with every byte is apart, so that nothing else is drawn anew for it. */
function SentLive({ followed }: { readonly followed: FollowedRun }): ReactNode {
  const sight = useStore(followed.store);
  return areBytesKnown(sight) ? <Sent sight={sight} /> : null;
}

/** Of a run of another process the journal has them at its end. */
const areBytesKnown = ({ report, isCarriedOutHere, bytesSent }: RunSight): boolean =>
  report?.outcome !== null || isCarriedOutHere || bytesSent !== undefined;

function Details({ followed, report }: ReportProps): ReactNode {
  const said = useSaid(runWords);
  const rounds = useStore(followed.store, (sight) => sight.rounds);
  const rates = useStore(followed.store, (sight) => sight.rates);
  return (
    <>
      {rounds.length > 0 && <RoundBars rounds={rounds} />}
      {rates.length > 2 && <ThroughputChart points={rates} />}
      <BytesLive followed={followed} report={report} />
      <p className="actions">
        <Link className="button" href={`/incidents?run=${report.run}`}>
          {said.exportLog}
        </Link>
      </p>
    </>
  );
}

function BytesLive({ followed, report }: ReportProps): ReactNode {
  const sent = useStore(followed.store, (sight) => sight.bytesSent);
  const fromStore = useStore(followed.store, (sight) => sight.fromStore);
  const areKnown = useStore(followed.store, areBytesKnown);
  if (!areKnown) return null;
  const isOver = report.outcome !== null;
  return (
    <BytesTable
      report={report}
      bytesSent={isOver ? report.bytesSent : (sent ?? report.bytesSent)}
      fromStore={isOver ? report.fromStore : (fromStore ?? report.fromStore)}
    />
  );
}
