/** The history of restore points as a picture, with its words beside it. For the keyboard there is the table. */
import { type ReactNode, useMemo } from 'react';
import type { RestorePointSummary } from '../../../shared/model.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { restorePoints } from '../../i18n/restore-points.ts';
import { type Lane, type Mark, timelineOf } from './timeline.ts';

const mostLanes = 8;

export function PointsTimeline({ points }: { readonly points: readonly RestorePointSummary[] }): ReactNode {
  const said = useSaid(restorePoints);
  const format = useFormat();
  const timeline = useMemo(() => timelineOf(points, mostLanes), [points]);
  if (timeline === undefined) return null;
  const { lanes, notDrawn, from, to } = timeline;
  return (
    <figure className="restore-points-timeline">
      <figcaption>
        <h2>{said.history}</h2>
        <p>{said.historyWords(lanes.length + notDrawn, format.dateTime(from), format.dateTime(to))}</p>
        <p className="restore-points-legend">
          <svg width="20" height="20" aria-hidden="true">
            <MarkShape x="10" y={10} isWithMemory size={6} />
          </svg>
          {said.legendMemory}
          <svg width="20" height="20" aria-hidden="true">
            <MarkShape x="10" y={10} isWithMemory={false} size={6} />
          </svg>
          {said.legendFiles}
        </p>
      </figcaption>
      <ul>
        {lanes.map((lane) => (
          <LaneItem key={`${lane.host} ${lane.container}`} lane={lane} />
        ))}
      </ul>
      {notDrawn > 0 && <p className="hint">{said.moreLanes(notDrawn)}</p>}
    </figure>
  );
}

function LaneItem({ lane }: { readonly lane: Lane }): ReactNode {
  const said = useSaid(restorePoints);
  const format = useFormat();
  const { container, host, count, latest, marks } = lane;
  return (
    <li>
      <div className="restore-points-lane-name">
        <strong>{said.lane(container, host)}</strong>
        <span>{said.laneCount(count, format.ago(latest.at, Date.now()))}</span>
      </div>
      <div className="restore-points-lane">
        <svg width="100%" height="44" aria-hidden="true">
          <line x1="0" x2="100%" y1="22" y2="22" />
          {marks.map((mark) => (
            <MarkLink key={mark.at} mark={mark} />
          ))}
        </svg>
      </div>
    </li>
  );
}

function MarkLink({ mark: { at, points } }: { readonly mark: Mark }): ReactNode {
  const said = useSaid(restorePoints);
  const format = useFormat();
  const [latest] = points;
  const name = `${latest.name}, ${format.dateTime(latest.at)}${latest.comment === undefined ? '' : `: ${latest.comment}`}`;
  const isWithMemory = points.some(({ kind }) => kind === 'with-memory');
  return (
    <a href={`#/restore-points/${latest.name}`} tabIndex={-1}>
      <title>{points.length === 1 ? name : said.markOfMany(points.length, name)}</title>
      <MarkShape x={`${at * 100}%`} y={22} isWithMemory={isWithMemory} size={points.length === 1 ? 6 : 8} />
    </a>
  );
}

interface MarkShapeProps {
  readonly x: string;
  readonly y: number;
  readonly isWithMemory: boolean;
  readonly size: number;
}

/** Full and round: with memory. An open square: files only. */
const MarkShape = ({ x, y, isWithMemory, size }: MarkShapeProps): ReactNode =>
  isWithMemory ? (
    <circle cx={x} cy={y} r={size} className="mark-memory" />
  ) : (
    <rect
      x={x}
      y={y}
      width={size * 2}
      height={size * 2}
      transform={`translate(-${size}, -${size})`}
      className="mark-files"
    />
  );
