/** Earlier runs as the journal keeps them, for what estimates can learn from them. */
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/run-record.ts';
import { type Forecast, plan as planSchema, type TakenRoute } from '../../shared/model.ts';
import type { PastRun } from './experience.ts';
import { readSavedLog } from './run-log.ts';

/** More than is learned from: some have no estimate, or took another route. Each is read with its plan, which is long. */
const mostRead = 50;

/**
 * Newest first; only committed ones whose plan had an estimate for the route they took to the end. Of those that are alike, moves of
 * that container between those hosts, the latest; of all others those of late.
 */
export function pastRuns(
  { runs }: Journal,
  { from, to, container }: Pick<PastRun, 'from' | 'to' | 'container'>,
): PastRun[] {
  const latest = runs.committed(mostRead);
  const isRead = new Set(latest.map(({ id }) => id));
  const alike = runs.committed(mostRead, { between: [from, to], container });
  // What is added is older than any of the others.
  return [...latest, ...alike.filter(({ id }) => !isRead.has(id))].flatMap((record) => {
    const log = readSavedLog(record.report);
    const estimated = estimateOf(record, log.route);
    if (estimated === undefined || log.freezeMs === null) return [];
    const bytes = Object.values(log.bytesSent).reduce((sum, sent) => sum + sent, 0);
    const happened = { freezeMs: log.freezeMs, totalMs: log.workMs, bytes };
    return [{ from: record.source, to: record.target, container: record.containerName, estimated, happened }];
  });
}

/** What the run's plan estimated for that route. */
export function estimateOf({ plan }: RunRecord, route: TakenRoute | undefined): Forecast | undefined {
  const shown = planSchema.safeParse((plan as { shown?: unknown } | null)?.shown);
  return shown.data?.estimate?.forecasts.find((forecast) => forecast.route === route);
}

/** What the direct route between two hosts carried in the last run that took it, in bytes a second; undefined if none of late did. */
export function lastDirectRate({ runs }: Journal, one: string, other: string): number | undefined {
  return runs
    .committed(mostRead, { between: [one, other] })
    .map(({ report }) => readSavedLog(report))
    .find(({ route, bytesPerSecond }) => route === 'direct' && bytesPerSecond !== undefined)?.bytesPerSecond;
}
