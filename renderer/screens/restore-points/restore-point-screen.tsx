/** One restore point: what it is, its files, its processes, what differs from another; and the way back to life. */
import { type ReactNode, useState } from 'react';
import { Link, useSearch } from 'wouter';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';
import { restorePoint } from '../../i18n/restore-point.ts';
import { goTo } from '../../state/place.ts';
import { PointCompare } from './point-compare.tsx';
import { PointFiles } from './point-files.tsx';
import { PointOverview, type ShownPoint } from './point-overview.tsx';
import { addressOf, type Part, parts, pointPlaceOf } from './point-place.ts';
import { PointProcesses } from './point-processes.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import './restore-points.css';
import './restore-point.css';

export function RestorePointScreen({ point: name }: { readonly point: string }): ReactNode {
  const said = useSaid(restorePoint);
  const { loading } = useSaid(frame);
  const { output: point, error, again } = useAnswer('backups.show', { point: name });
  const [isRestoring, setRestoring] = useState(false);
  const { part } = pointPlaceOf(useSearch());
  return (
    <Screen
      title={point === undefined ? name : said.title(name, point.container)}
      actions={
        point !== undefined && (
          <button type="button" className="primary" onClick={() => setRestoring(true)}>
            {said.restore}
          </button>
        )
      }
    >
      <p>
        <Link href="/restore-points">← {said.toAll}</Link>
      </p>
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {point === undefined && error === undefined && <p role="status">{loading}</p>}
      {point !== undefined && (
        <Tabs
          label={said.parts}
          tabs={parts.map((id) => ({ id, name: said[id] }))}
          shown={part}
          onShow={(each) => goTo(addressOf(name, { part: each }))}
        >
          <PointPart point={point} part={part} />
        </Tabs>
      )}
      {isRestoring && point !== undefined && (
        <RestoreDialog point={point} onClose={() => setRestoring(false)} />
      )}
    </Screen>
  );
}

function PointPart({ point, part }: { readonly point: ShownPoint; readonly part: Part }): ReactNode {
  const said = useSaid(restorePoint);
  const place = pointPlaceOf(useSearch());
  const { name, kind } = point;
  switch (part) {
    case 'overview':
      return (
        <PointOverview point={point} onLookInto={(path) => goTo(addressOf(name, { part: 'files', path }))} />
      );
    case 'files':
      return <PointFiles point={name} place={place} />;
    case 'processes':
      return kind === 'with-memory' ? <PointProcesses point={name} /> : <p>{said.noProcesses}</p>;
    case 'compare':
      return <PointCompare point={point} />;
  }
}
