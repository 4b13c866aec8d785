/** What differs between the files of this restore point and another one, the older of the two first. */
import { type ReactNode, useMemo, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import type { RestorePointSummary } from '../../../shared/model.ts';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { respects, restorePoint } from '../../i18n/restore-point.ts';

type Difference = Output<'backups.diff'>['differences'][number];

export function PointCompare({ point }: { readonly point: RestorePointSummary }): ReactNode {
  const said = useSaid(restorePoint);
  const { loading } = useSaid(frame);
  const format = useFormat();
  const { container } = point;
  const { output, error, again } = useAnswer('backups.list', { container });
  const others = output?.filter(({ name }) => name !== point.name);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const other = others?.find(({ name }) => name === chosen);
  if (error !== undefined) return <ErrorNotice error={error} onAgain={again} />;
  if (others === undefined) return <p role="status">{loading}</p>;
  if (others.length === 0) return <p>{said.noOther}</p>;
  const [before, after] = other !== undefined && other.at < point.at ? [other, point] : [point, other];
  return (
    <>
      <label>
        {said.compareWith}
        <select value={chosen ?? ''} onChange={({ target }) => setChosen(target.value)}>
          <option value="" disabled>
            {said.choosePoint}
          </option>
          {others.map(({ name, at, host, comment }) => (
            <option key={name} value={name}>
              {[name, format.dateTime(at), host, comment].filter((each) => each !== undefined).join(', ')}
            </option>
          ))}
        </select>
      </label>
      <p className="hint">{said.imageNotCompared}</p>
      {after !== undefined && <Differences before={before.name} after={after.name} />}
    </>
  );
}

interface DifferencesProps {
  readonly before: string;
  readonly after: string;
}

function Differences({ before, after }: DifferencesProps): ReactNode {
  const said = useSaid(restorePoint);
  const saidRespects: Readonly<Record<string, string>> = useSaid(respects);
  const { loading } = useSaid(frame);
  const { output, error, isAsking, again } = useAnswer('backups.diff', { before, after });
  const columns = useMemo(
    (): Column<Difference>[] => [
      { name: said.change, width: '8rem', cell: (each) => said[`is_${each.is}`] },
      {
        name: said.path,
        width: 'auto',
        cell: ({ path }) => <code title={path}>{path}</code>,
      },
      {
        name: said.respects,
        width: '16rem',
        cell: (each) => each.respects.map((respect) => saidRespects[respect] ?? respect).join(', '),
      },
    ],
    [said, saidRespects],
  );
  if (error !== undefined) return <ErrorNotice error={error} onAgain={again} />;
  if (isAsking || output === undefined) return <p role="status">{loading}</p>;
  const { differences, hasMore } = output;
  return (
    <>
      <h2>{said.comparing(before, after)}</h2>
      <p role="status">
        {differences.length === 0 ? said.same : said.differences(differences.length, hasMore)}
      </p>
      {differences.length > 0 && (
        <VirtualTable
          label={said.comparing(before, after)}
          columns={columns}
          rows={differences}
          keyOf={({ path, is }) => `${is} ${path}`}
        />
      )}
    </>
  );
}
