/** The history of restore points on a line: for each container a lane, on it the moments at which one was taken. */
import type { RestorePointSummary } from '../../../shared/model.ts';

export interface Mark {
  /** From 0, the oldest of all, to 1, the newest. */
  readonly at: number;
  /** What lies so close together that it is one mark, the newest first. */
  readonly points: readonly [RestorePointSummary, ...RestorePointSummary[]];
}

export interface Lane {
  readonly container: string;
  readonly host: string;
  readonly count: number;
  readonly latest: RestorePointSummary;
  readonly marks: readonly Mark[];
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  /** Containers that have no lane, since there are too many. */
  readonly notDrawn: number;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/** Marks that a lane can show side by side, and a finger can tell apart. */
const marksOfLane = 40;

/** `points`: the newest first. The lanes of what was taken last come first. Undefined where there are none. */
export function timelineOf(points: readonly RestorePointSummary[], mostLanes: number): Timeline | undefined {
  const [newest, oldest] = [points[0], points.at(-1)];
  if (newest === undefined || oldest === undefined) return undefined;
  const byContainer = Map.groupBy(points, ({ container, host }) => `${host}\n${container}`);
  const [from, to] = [Date.parse(oldest.at), Date.parse(newest.at)];
  const lanes = [...byContainer.values()].slice(0, mostLanes).flatMap((each) => laneOf(each, from, to) ?? []);
  return { lanes, notDrawn: byContainer.size - lanes.length, from: oldest.at, to: newest.at };
}

function laneOf(points: readonly RestorePointSummary[], from: number, to: number): Lane | undefined {
  const [latest] = points;
  if (latest === undefined) return undefined;
  const slotOf = ({ at }: RestorePointSummary): number =>
    from === to ? marksOfLane : Math.round(((Date.parse(at) - from) / (to - from)) * marksOfLane);
  const marks = [...Map.groupBy(points, slotOf)].flatMap(([slot, [first, ...rest]]): Mark[] =>
    first === undefined ? [] : [{ at: slot / marksOfLane, points: [first, ...rest] }],
  );
  return { container: latest.container, host: latest.host, count: points.length, latest, marks };
}
