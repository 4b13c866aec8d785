/** Reports of runs as the journal gives them, with little in them. */
import type { RunReport, Step } from '../../../shared/model.ts';

export const beganAt = '2026-03-01T08:00:00.000Z';

/** Each step begins a second after the one before; one that ended took as long as it says, or a second. */
export function reportOf(
  steps: readonly (Pick<Step, 'name' | 'state'> & Partial<Step>)[],
  more: Partial<RunReport> = {},
): RunReport {
  return {
    run: 'r1',
    container: 'gauge',
    from: 'upper',
    to: 'lower',
    outcome: null,
    runningOn: 'upper',
    startedAt: beganAt,
    freezeMs: null,
    totalMs: null,
    bytesSent: { image: 0, memory: 0, rwLayer: 0, volumes: 0, log: 0 },
    rounds: [],
    compression: { image: 'none', files: 'none', memory: 'none' },
    route: 'relay',
    remarks: [],
    freezeParts: [],
    steps: steps.map((step, index) => ({
      startedAt: new Date(Date.parse(beganAt) + index * 1000).toISOString(),
      ...(step.state === 'intent' ? {} : { ms: 1000 }),
      ...step,
    })),
    ...more,
  };
}

export const done = (...names: readonly string[]) => names.map((name) => ({ name, state: 'done' as const }));
export const undone = (...names: readonly string[]) =>
  names.map((name) => ({ name, state: 'undone' as const }));
export const begun = (name: string) => ({ name, state: 'intent' as const });
