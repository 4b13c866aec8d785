/** All runs, the newest first, with how each stands now. */
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { type RunState, runState } from '../../../shared/model.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { runsWords, runWords } from '../../i18n/run.ts';
import { type Runs, useRunList } from './run-list.ts';
import { RunStateBadge } from '../../components/run-state.tsx';
import './run.css';

export function RunsScreen(): ReactNode {
  const said = useSaid(runsWords);
  const { loading } = useSaid(frame);
  const [text, setText] = useState('');
  const [state, setState] = useState<RunState | ''>('');
  const mentions = useDeferredValue(text).trim();
  const { runs, hasMore, error, bringMore, again } = useRunList(state, mentions);
  const isFiltered = state !== '' || text !== '';
  const isEmpty = runs?.length === 0;
  return (
    <Screen title={said.title}>
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {runs === undefined && error === undefined && <p role="status">{loading}</p>}
      {isEmpty && !isFiltered && (
        <>
          <p>{said.none}</p>
          <p>{said.firstDo}</p>
          <Link className="button primary" href="/">
            {said.toStation}
          </Link>
        </>
      )}
      {runs !== undefined && (isFiltered || !isEmpty) && (
        <>
          <Filter text={text} state={state} onText={setText} onState={setState} />
          <p role="status" className="hint">
            {isEmpty ? said.noneFits : hasMore ? said.newest(runs.length) : said.found(runs.length)}
          </p>
          {!isEmpty && (
            <RunTable
              key={`${state} ${mentions}`}
              runs={runs}
              onEndInSight={hasMore ? bringMore : undefined}
            />
          )}
        </>
      )}
    </Screen>
  );
}

interface FilterProps {
  readonly text: string;
  readonly state: RunState | '';
  readonly onText: (text: string) => void;
  readonly onState: (state: RunState | '') => void;
}

function Filter({ text, state, onText, onState }: FilterProps): ReactNode {
  const said = useSaid(runsWords);
  const states = useSaid(runWords);
  return (
    <div className="runs-filter">
      <label>
        {said.search}
        <input type="search" value={text} maxLength={200} onChange={(event) => onText(event.target.value)} />
      </label>
      <label>
        {said.outcome}
        <select value={state} onChange={(event) => onState(event.target.value as RunState | '')}>
          <option value="">{said.all}</option>
          {runState.options.map((each) => (
            <option key={each} value={each}>
              {each === 'committed' ? states.done : states[each]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface RunTableProps {
  readonly runs: Runs;
  readonly onEndInSight: (() => void) | undefined;
}

function RunTable({ runs, onEndInSight }: RunTableProps): ReactNode {
  const said = useSaid(runsWords);
  const format = useFormat();
  const columns = useMemo(
    (): readonly Column<Runs[number]>[] => [
      {
        name: said.run,
        width: '4.5rem',
        cell: ({ run }) => (
          <Link className="name" href={`/runs/${run}`}>
            {run}
          </Link>
        ),
      },
      {
        name: said.outcome,
        width: '11rem',
        cell: ({ state, restorePoint }) => <RunStateBadge run={{ state, restorePoint }} />,
      },
      { name: said.container, width: '10.5rem', cell: ({ container }) => container },
      { name: said.from, width: '8.5rem', cell: ({ from, restorePoint }) => restorePoint ?? from },
      { name: said.to, width: '8.5rem', cell: ({ to }) => to },
      { name: said.begun, width: '12.75rem', cell: ({ startedAt }) => format.dateTime(startedAt) },
      {
        name: said.freeze,
        width: '6.25rem',
        isFigure: true,
        cell: ({ freezeMs }) => (freezeMs === null ? '–' : format.duration(freezeMs)),
      },
    ],
    [said, format],
  );
  return (
    <VirtualTable
      label={said.title}
      columns={columns}
      rows={runs}
      keyOf={({ run }) => run}
      onEndInSight={onEndInSight}
    />
  );
}
