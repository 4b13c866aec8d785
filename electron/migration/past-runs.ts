/** Earlier runs as the journal keeps them, for what estimates can learn from them. */
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/run-record.ts';
import { type Forecast, plan as planSchema, type TakenRoute } from '../../shared/model.ts';
import type { PastRun } from './experience.ts';
import { readSavedLog } from './run-log.ts';

/** Newest first; only committed ones whose plan had an estimate for the route they took to the end. */
export function pastRuns(journal: Journal): PastRun[] {
  return journal.runs.list().flatMap((record) => {
    const log = readSavedLog(record.report);
    const estimated = estimateOf(record, log.route);
    if (record.state !== 'committed' || estimated === undefined || log.freezeMs === null) return [];
    const bytes = Object.values(log.bytesSent).reduce((sum, sent) => sum + sent, 0);
    const happened = { freezeMs: log.freezeMs, totalMs: log.workMs, bytes };
    const { source: from, target: to, containerName: container } = record;
    return [{ from, to, container, estimated, happened }];
  });
}

/** What the run's plan estimated for that route. */
export function estimateOf({ plan }: RunRecord, route: TakenRoute | undefined): Forecast | undefined {
  const shown = planSchema.safeParse((plan as { shown?: unknown } | null)?.shown);
  return shown.data?.estimate?.forecasts.find((forecast) => forecast.route === route);
}

/** What the direct route between two hosts carried in the last run that took it, in bytes a second. */
export function lastDirectRate(journal: Journal, one: string, other: string): number | undefined {
  for (const { source, target, state, report } of journal.runs.list()) {
    if (state !== 'committed' || ![source, target].includes(one) || ![source, target].includes(other))
      continue;
    const { route, bytesPerSecond } = readSavedLog(report);
    if (route === 'direct' && bytesPerSecond !== undefined) return bytesPerSecond;
  }
  return undefined;
}
