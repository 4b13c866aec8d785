/** Incident logs: runs that went wrong to begin with, making a log, and proving that one is as it was made. */
import { type ReactNode, useCallback, useEffect } from 'react';
import { Link, useSearch } from 'wouter';
import type { Output } from '../../../shared/contract.ts';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { RunStateBadge } from '../../components/run-state.tsx';
import { Screen } from '../../components/screen.tsx';
import { frame } from '../../i18n/frame.ts';
import { incidents } from '../../i18n/incidents.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { goTo } from '../../state/place.ts';
import { on } from '../../state/station.ts';
import { ExportForm } from './export-form.tsx';
import { VerifyForm } from './verify-form.tsx';
import './incidents.css';

type Runs = Output<'runs.list'>;

/** The latest: older ones are among the runs, and are chosen there. */
const mostWrong = 10;
const mostToChoose = 200;

export function IncidentsScreen(): ReactNode {
  const said = useSaid(incidents);
  const { incidents: title, loading } = useSaid(frame);
  const wrong = useAnswer('runs.list', { states: ['rolled-back', 'attention'], limit: mostWrong });
  const latest = useAnswer('runs.list', { limit: mostToChoose });
  const error = wrong.error ?? latest.error;
  const again = useCallback(() => {
    wrong.again();
    latest.again();
  }, [wrong.again, latest.again]);
  const chosen = new URLSearchParams(useSearch()).get('run') ?? '';
  useEffect(() => on('runs.changed', again), [again]);
  return (
    <Screen title={title}>
      <p>{said.means}</p>
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {(wrong.output === undefined || latest.output === undefined) && error === undefined && (
        <p role="status">{loading}</p>
      )}
      {wrong.output !== undefined && latest.output !== undefined && (
        <>
          <WentWrong runs={wrong.output} />
          <ExportForm key={chosen} runs={latest.output} chosen={chosen} />
        </>
      )}
      <VerifyForm />
    </Screen>
  );
}

function WentWrong({ runs }: { readonly runs: Runs }): ReactNode {
  const said = useSaid(incidents);
  return (
    <section className="incidents-section">
      <h2>{said.attention}</h2>
      {runs.length === 0 ? (
        <p>{said.noneWrong}</p>
      ) : (
        <>
          <p>{said.attentionMeans}</p>
          <div className="scroll-x">
            <table>
              <thead>
                <tr>
                  <th scope="col">{said.run}</th>
                  <th scope="col">{said.container}</th>
                  <th scope="col">{said.way}</th>
                  <th scope="col">{said.began}</th>
                  <th scope="col">{said.state}</th>
                  <th scope="col">{said.export}</th>
                </tr>
              </thead>
              <tbody>
                {runs.map((run) => (
                  <RunRow key={run.run} run={run} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function RunRow({ run }: { readonly run: Runs[number] }): ReactNode {
  const said = useSaid(incidents);
  const { dateTime } = useFormat();
  return (
    <tr>
      <td>
        <Link href={`/runs/${run.run}`} className="incidents-run">
          {run.run}
        </Link>
      </td>
      <td>{run.container}</td>
      <td>
        {run.from} → {run.to}
      </td>
      <td>{dateTime(run.startedAt)}</td>
      <td>
        <RunStateBadge run={run} />
      </td>
      <td>
        <button type="button" onClick={() => goTo(`/incidents?run=${run.run}`)}>
          {said.chooseRun(run.run)}
        </button>
      </td>
    </tr>
  );
}
