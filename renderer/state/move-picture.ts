/** What the picture of a run shows: how its two ends stand, and what flows between them. */
import type { RunReport } from '../../shared/model.ts';

export type EndMark = 'runs' | 'frozen' | 'filling' | 'waits' | 'gone' | 'point' | 'unreachable';

/** `laptop`: from this laptop to the target. */
export type Flow = 'none' | 'direct' | 'relay' | 'laptop';

export interface MovePicture {
  readonly source: EndMark;
  readonly target: EndMark;
  readonly flow: Flow;
}

/** Steps in which data is on its way. */
const sending: ReadonlySet<string> = new Set(['image', 'rounds', 'deliver']);

/** `lost`: hosts whose connection is lost just now. */
export function pictureOf(report: RunReport, lost: readonly string[] = []): MovePicture {
  const { from, to, route, outcome, restorePoint } = report;
  const now = report.steps.find(({ state }) => state === 'intent');
  const isSending = outcome === null && now !== undefined && sending.has(now.name) && lost.length === 0;
  const flow = restorePoint !== undefined ? 'laptop' : route === 'direct' ? 'direct' : 'relay';
  return {
    source: restorePoint !== undefined ? 'point' : lost.includes(from) ? 'unreachable' : sourceMark(report),
    target: lost.includes(to) ? 'unreachable' : targetMark(report),
    flow: isSending ? flow : 'none',
  };
}

/** Until the run is decided and its source was cleared away, the copy there is kept as it was frozen. */
function sourceMark({ runningOn, from, outcome, steps }: RunReport): EndMark {
  if (runningOn === from) return 'runs';
  if (outcome === 'committed' || steps.some(({ name, state }) => name === 'retire' && state === 'done'))
    return 'gone';
  const frozen = steps.find(({ name }) => name === 'freeze')?.state;
  return frozen === undefined || frozen === 'undone' ? 'waits' : 'frozen';
}

function targetMark({ runningOn, to, outcome, steps }: RunReport): EndMark {
  if (runningOn === to) return 'runs';
  const arrives = steps.some(({ name, state }) => sending.has(name) && state !== 'undone');
  return outcome === null && arrives ? 'filling' : 'waits';
}
