/** All restore points: which container, when, and how much; without any host. */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { RestorePointSummary } from '../../../shared/model.ts';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { bringIn } from '../../i18n/bring-in.ts';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { restorePoints } from '../../i18n/restore-points.ts';
import { whenTaken } from '../../state/when-taken.ts';
import { BringInDialog } from './bring-in-dialog.tsx';
import { PointsTable } from './points-table.tsx';
import { PointsTimeline } from './points-timeline.tsx';
import './restore-points.css';
import { namesOf, wantAll, type Wanted, whichOf } from './which-points.ts';

export function RestorePointsScreen(): ReactNode {
  const said = useSaid(frame);
  const { output: points, error, isAsking, again } = useAnswer('backups.list', {});
  const { open: bringOneIn } = useSaid(bringIn);
  const [isBringingIn, setBringingIn] = useState(false);
  useEffect(() => whenTaken(again), [again]);
  const action = (
    <button type="button" onClick={() => setBringingIn(true)}>
      {bringOneIn}
    </button>
  );
  return (
    <Screen title={said.restorePoints} actions={points !== undefined && points.length > 0 && action}>
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {points === undefined && isAsking && <p role="status">{said.loading}</p>}
      {points !== undefined &&
        (points.length === 0 ? <NoneYet>{action}</NoneYet> : <Points points={points} />)}
      {isBringingIn && <BringInDialog onClose={() => setBringingIn(false)} onDone={again} />}
    </Screen>
  );
}

/** `children`: how one is brought in. */
function NoneYet({ children }: { readonly children: ReactNode }): ReactNode {
  const said = useSaid(restorePoints);
  const { elsewhere } = useSaid(bringIn);
  return (
    <div className="card">
      <p>
        <strong>{said.noneYet}</strong>
      </p>
      <p>{said.takeFirst}</p>
      <Link href="/" className="button primary">
        {said.toStation}
      </Link>
      <p>{elsewhere}</p>
      {children}
    </div>
  );
}

function Points({ points }: { readonly points: readonly RestorePointSummary[] }): ReactNode {
  const said = useSaid(restorePoints);
  const format = useFormat();
  const [wanted, setWanted] = useState(wantAll);
  const which = useMemo(() => whichOf(points, wanted), [points, wanted]);
  const sum = (of: 'size' | 'added'): string =>
    format.bytes(which.reduce((total, point) => total + point[of], 0));
  return (
    <>
      <p>{said.offline}</p>
      <Filter points={points} wanted={wanted} onChange={setWanted} />
      <p role="status">{said.count(which.length, points.length, sum('size'), sum('added'))}</p>
      {which.length === 0 ? (
        <p>{said.noneSo}</p>
      ) : (
        <>
          <PointsTimeline points={which} />
          <PointsTable points={which} />
        </>
      )}
    </>
  );
}

interface FilterProps {
  readonly points: readonly RestorePointSummary[];
  readonly wanted: Wanted;
  readonly onChange: (wanted: Wanted) => void;
}

function Filter({ points, wanted, onChange }: FilterProps): ReactNode {
  const said = useSaid(restorePoints);
  const containers = useMemo(() => namesOf(points.map(({ container }) => container)), [points]);
  const hosts = useMemo(() => namesOf(points.map(({ host }) => host)), [points]);
  return (
    <fieldset className="restore-points-filter">
      <legend>{said.filter}</legend>
      <label>
        {said.search}
        <input
          type="search"
          value={wanted.text}
          onChange={({ target }) => onChange({ ...wanted, text: target.value })}
        />
      </label>
      <Choice
        name={said.container}
        of={containers}
        value={wanted.container}
        onChange={(container) => onChange({ ...wanted, container })}
      />
      <Choice
        name={said.host}
        of={hosts}
        value={wanted.host}
        onChange={(host) => onChange({ ...wanted, host })}
      />
    </fieldset>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly of: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ name, of, value, onChange }: ChoiceProps): ReactNode {
  const said = useSaid(restorePoints);
  return (
    <label>
      {name}
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{said.all}</option>
        {of.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
