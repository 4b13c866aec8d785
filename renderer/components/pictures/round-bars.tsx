/** The rounds of a run, shrinking towards the freeze: as bars, and as figures. */
import type { ReactNode } from 'react';
import type { Round } from '../../../shared/model.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { roundBars } from '../../state/round-bars.ts';
import './pictures.css';

const room = { width: 600, pitch: 22 };
const barHeight = 16;

export function RoundBars({ rounds }: { readonly rounds: readonly Round[] }): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  const largest = Math.max(...rounds.map(({ bytes }) => bytes));
  const title = said.roundsPicture(
    rounds.length,
    format.bytes(largest),
    format.bytes(rounds.at(-1)?.bytes ?? 0),
  );
  return (
    <section>
      <h2>{said.rounds}</h2>
      <p className="hint">{said.roundsMean}</p>
      <svg
        className="round-bars"
        viewBox={`0 0 ${room.width} ${rounds.length * room.pitch}`}
        role="img"
        aria-label={title}
      >
        <title>{title}</title>
        {roundBars(rounds, room).map(({ kind, y, width }) => (
          <rect key={y} className={`round-${kind}`} x="0" y={y} width={width} height={barHeight} rx="3" />
        ))}
      </svg>
      <RoundTable rounds={rounds} />
    </section>
  );
}

function RoundTable({ rounds }: { readonly rounds: readonly Round[] }): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  const kinds = { files: said.kindFiles, memory: said.kindMemory, final: said.kindFinal };
  const rows = rounds.map((round, index) => ({ ...round, number: index + 1 }));
  return (
    <div className="scroll-x">
      <table>
        <thead>
          <tr>
            <th scope="col">{said.round}</th>
            <th scope="col">{said.sent}</th>
            <th scope="col">{said.time}</th>
            <th scope="col">{said.paused}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ number, kind, bytes, ms, pausedMs }) => (
            <tr key={number}>
              <th scope="row">
                {number}: {kinds[kind]}
              </th>
              <td className="figure">{format.bytes(bytes)}</td>
              <td className="figure">{format.duration(ms)}</td>
              <td className="figure">{pausedMs === 0 ? '–' : format.duration(pausedMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
