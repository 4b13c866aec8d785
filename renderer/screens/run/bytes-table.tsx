/** What was sent, by kind, and what came from this laptop instead. */
import type { ReactNode } from 'react';
import type { BytesByCargo, FromStore, RunReport } from '../../../shared/model.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { sumOf } from '../../state/follow-run.ts';

const cargoes = ['image', 'memory', 'rwLayer', 'volumes', 'log'] as const;
const stored = ['image', 'memory', 'files'] as const;

interface BytesTableProps {
  readonly report: RunReport;
  readonly bytesSent: BytesByCargo;
  readonly fromStore: FromStore | undefined;
}

export function BytesTable({ report, bytesSent, fromStore }: BytesTableProps): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  const isRestore = report.restorePoint !== undefined;
  return (
    <section className="card">
      <h2>{said.sent}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{said.cargo}</th>
            <th scope="col">{isRestore ? said.sentByLaptop : said.fromSource}</th>
          </tr>
        </thead>
        <tbody>
          {cargoes.map((cargo) => (
            <tr key={cargo}>
              <th scope="row">{said[cargo]}</th>
              <td className="figure">{format.bytes(bytesSent[cargo])}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{said.total}</th>
            <td className="figure">
              <strong>{format.bytes(sumOf(bytesSent))}</strong>
            </td>
          </tr>
        </tbody>
      </table>
      {fromStore !== undefined && stored.some((what) => fromStore[what] > 0) && (
        <p>
          {said.fromLaptop}
          {fromStore.point === undefined ? '' : ` (${fromStore.point})`}:{' '}
          {stored
            .filter((what) => fromStore[what] > 0)
            .map((what) => `${said[what]} ${format.bytes(fromStore[what])}`)
            .join(', ')}
        </p>
      )}
      {!isRestore && (
        <p>
          {said.route}: {said[report.route]}
        </p>
      )}
    </section>
  );
}
