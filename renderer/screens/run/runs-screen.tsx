/** All runs, the newest first, with how each stands now. */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { Output } from '../../../shared/contract.ts';
import { runState } from '../../../shared/model.ts';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { runsWords, runWords } from '../../i18n/run.ts';
import { station, whileConnected } from '../../state/station.ts';
import { RunStateBadge } from '../../components/run-state.tsx';
import './run.css';

type Runs = Output<'runs.list'>;
type Outcome = Runs[number]['state'] | 'all';

const perPage = 50;

export function RunsScreen(): ReactNode {
  const said = useSaid(runsWords);
  const { loading } = useSaid(frame);
  const { output: runs, error, again } = useAnswer('runs.list', {});
  useEffect(() => whenRunsChange(again), [again]);
  return (
    <Screen title={said.title}>
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {runs === undefined && error === undefined && <p role="status">{loading}</p>}
      {runs?.length === 0 && (
        <>
          <p>{said.none}</p>
          <p>{said.firstDo}</p>
          <Link className="button primary" href="/">
            {said.toStation}
          </Link>
        </>
      )}
      {runs !== undefined && runs.length > 0 && <FilteredRuns runs={runs} />}
    </Screen>
  );
}

function FilteredRuns({ runs }: { readonly runs: Runs }): ReactNode {
  const said = useSaid(runsWords);
  const states = useSaid(runWords);
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<Outcome>('all');
  const [page, setPage] = useState(0);
  const fitting = useMemo(
    () => runs.filter((run) => (outcome === 'all' || run.state === outcome) && mentions(run, text)),
    [runs, text, outcome],
  );
  // Fewer may fit than before.
  const shownPage = Math.min(page, Math.max(0, Math.ceil(fitting.length / perPage) - 1));
  return (
    <>
      <div className="runs-filter">
        <label>
          {said.search}
          <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <label>
          {said.outcome}
          <select value={outcome} onChange={(event) => setOutcome(event.target.value as Outcome)}>
            <option value="all">{said.all}</option>
            {runState.options.map((state) => (
              <option key={state} value={state}>
                {state === 'committed' ? states.done : states[state]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {fitting.length === 0 ? (
        <p role="status">{said.noneFits}</p>
      ) : (
        <RunTable runs={fitting.slice(shownPage * perPage, (shownPage + 1) * perPage)} />
      )}
      {fitting.length > perPage && <Pages count={fitting.length} page={shownPage} onPage={setPage} />}
    </>
  );
}

function RunTable({ runs }: { readonly runs: Runs }): ReactNode {
  const said = useSaid(runsWords);
  const format = useFormat();
  return (
    <div className="scroll-x">
      <table className="runs-table">
        <thead>
          <tr>
            <th scope="col">{said.run}</th>
            <th scope="col">{said.outcome}</th>
            <th scope="col">{said.container}</th>
            <th scope="col">{said.from}</th>
            <th scope="col">{said.to}</th>
            <th scope="col">{said.begun}</th>
            <th scope="col">{said.freeze}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ run, state, container, from, to, startedAt, freezeMs, restorePoint }) => (
            <tr key={run}>
              <th scope="row">
                <Link className="runs-link" href={`/runs/${run}`}>
                  {run}
                </Link>
              </th>
              <td>
                <RunStateBadge run={{ state, restorePoint }} />
              </td>
              <td>{container}</td>
              <td>{restorePoint ?? from}</td>
              <td>{to}</td>
              <td>{format.dateTime(startedAt)}</td>
              <td className="figure">{freezeMs === null ? '–' : format.duration(freezeMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PagesProps {
  readonly count: number;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

function Pages({ count, page, onPage }: PagesProps): ReactNode {
  const said = useSaid(runsWords);
  const last = Math.min(count, (page + 1) * perPage);
  return (
    <div className="actions">
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {said.newer}
      </button>
      <button type="button" disabled={last === count} onClick={() => onPage(page + 1)}>
        {said.older}
      </button>
      <p role="status">{said.shown(page * perPage + 1, last, count)}</p>
    </div>
  );
}

const mentions = ({ run, container, from, to }: Runs[number], text: string): boolean =>
  [run, container, from, to].some((each) => each.toLowerCase().includes(text.trim().toLowerCase()));

/** Over lost connections too, until the given function is called; after one, it is called as well. */
function whenRunsChange(act: () => void): () => void {
  let watching = new AbortController();
  let wasConnected = false;
  const end = whileConnected(() => {
    if (wasConnected) act();
    wasConnected = true;
    watching.abort();
    watching = new AbortController();
    const onEvent = (): void => act();
    // It ends with the connection, and is begun again with the next.
    station.call('runs.watchAll', {}, { signal: watching.signal, onEvent }).catch(() => undefined);
  });
  return () => {
    end();
    watching.abort();
  };
}
