/** Restore points as a table, the newest first. */
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import type { RestorePointSummary } from '../../../shared/model.ts';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { restorePoints } from '../../i18n/restore-points.ts';

export function PointsTable({ points }: { readonly points: readonly RestorePointSummary[] }): ReactNode {
  const said = useSaid(restorePoints);
  const { restorePoints: label } = useSaid(frame);
  const format = useFormat();
  const columns = useMemo(
    (): Column<RestorePointSummary>[] => [
      {
        name: said.name,
        width: '5.5rem',
        cell: ({ name }) => (
          <Link href={`/restore-points/${name}`} className="name">
            {name}
          </Link>
        ),
      },
      { name: said.container, width: '7.5rem', cell: ({ container }) => container },
      { name: said.host, width: '6.5rem', cell: ({ host }) => host },
      { name: said.taken, width: '14rem', cell: ({ at }) => format.dateTime(at) },
      { name: said.holds, width: '10.5rem', cell: ({ kind }) => said[kind] },
      { name: said.size, width: '5.5rem', isFigure: true, cell: ({ size }) => format.bytes(size) },
      { name: said.added, width: '7rem', isFigure: true, cell: ({ added }) => format.bytes(added) },
      {
        name: said.comment,
        width: 'auto',
        cell: ({ comment }) => <span title={comment}>{comment ?? ''}</span>,
      },
    ],
    [said, format],
  );
  return <VirtualTable label={label} columns={columns} rows={points} keyOf={({ name }) => name} />;
}
