/** What a run that has ended cost, against what was expected, and what else there is to know of it. */
import type { ReactNode } from 'react';
import type { Forecast, RunReport } from '../../../shared/model.ts';
import { Told } from '../../components/remedies/told.tsx';
import { useFormat, useLanguage, useSaid, useWords } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { nameOfFreezePart } from '../../i18n/steps.ts';
import { sumOf } from '../../state/follow-run.ts';

export function RunOutcome({ report }: { readonly report: RunReport }): ReactNode {
  const { outcome, remarks, rescue } = report;
  const { dateTime } = useFormat();
  const said = useSaid(runWords);
  const words = useWords();
  if (outcome === null) return null;
  const isRescued = outcome === 'committed' && rescue !== undefined;
  return (
    <>
      <Figures report={report} />
      {(remarks.length > 0 || isRescued) && (
        <section className="card">
          <h2>{said.remarks}</h2>
          <ul>
            {isRescued && <li>{said.rescued(dateTime(rescue.at))}</li>}
            {remarks.map((remark) => (
              <li key={words(remark)}>
                <Told words={remark} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Figures({ report }: { readonly report: RunReport }): ReactNode {
  const said = useSaid(runWords);
  const { duration, bytes } = useFormat();
  const { outcome, freezeMs, totalMs, bytesSent, freezeParts } = report;
  const estimate = outcome === 'committed' ? report.estimate : undefined;
  const rows = [
    ['freezeMs', said.freezeClock, freezeMs, duration],
    ['totalMs', said.inAll, totalMs, duration],
    ['bytes', said.sent, sumOf(bytesSent), bytes],
  ] as const;
  return (
    <section className="card">
      <h2>{said.outcome}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{said.figure}</th>
            <th scope="col">{said.happened}</th>
            {estimate !== undefined && <th scope="col">{said.estimated}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, name, value, format]) =>
            value === null ? null : (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td className="figure">{format(value)}</td>
                {estimate !== undefined && <Expected of={estimate} figure={key} format={format} />}
              </tr>
            ),
          )}
        </tbody>
      </table>
      {freezeParts.length > 0 && <FreezeParts parts={freezeParts} />}
    </section>
  );
}

function FreezeParts({ parts }: { readonly parts: RunReport['freezeParts'] }): ReactNode {
  const said = useSaid(runWords);
  const language = useLanguage();
  const { duration } = useFormat();
  const rows = parts.map((part, index) => ({ ...part, number: index + 1 }));
  return (
    <details>
      <summary>{said.freezeParts}</summary>
      <p className="hint">{said.partsOverlap}</p>
      <ol>
        {rows.map(({ number, part, ms }) => (
          <li key={number}>
            {nameOfFreezePart(part, language)}: <span className="figure">{duration(ms)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

interface ExpectedProps {
  readonly of: Forecast;
  readonly figure: 'freezeMs' | 'totalMs' | 'bytes';
  readonly format: (value: number) => string;
}

function Expected({ of, figure, format }: ExpectedProps): ReactNode {
  const said = useSaid(runWords);
  const { low, likely, high } = of[figure];
  return <td className="figure">{said.rangeOf(format(likely), format(low), format(high))}</td>;
}
