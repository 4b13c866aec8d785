/**
 * One run as it stands: the journal's report, whoever carries the run out, and what this Shiplock tells between two entries of the
 * journal if it is the one that does.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EventPayload } from '../../shared/contract.ts';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import type { BytesByCargo, FromStore, Round, RunReport } from '../../shared/model.ts';
import { oncePerFrame } from './per-frame.ts';
import { PhaseBytes } from './phase-bytes.ts';
import { phasesOf } from './run-phases.ts';
import { on, station, whileConnected } from './station.ts';
import { type RatePoint, Throughput } from './throughput.ts';
import { TimeLeft } from './time-left.ts';

export interface RunSight {
  /** Undefined until the journal was read. */
  readonly report: RunReport | undefined;
  readonly error: ShiplockError | undefined;
  /** This Shiplock carries it out: what is told of it comes as it happens. */
  readonly isCarriedOutHere: boolean;
  readonly bytesSent: BytesByCargo | undefined;
  readonly fromStore: FromStore | undefined;
  /** Sent since the phase began that is under way; undefined if that was not seen. */
  readonly bytesInPhase: number | undefined;
  readonly rounds: readonly Round[];
  readonly rates: readonly RatePoint[];
  /** When bytes were told of last, by the laptop's clock. */
  readonly countedAtMs: number | undefined;
  readonly timeLeftMs: number | undefined;
  /** Hosts whose connection is lost, each with what was told of it last. */
  readonly lost: readonly EventPayload<'host.link'>[];
}

export interface FollowedRun extends Disposable {
  readonly store: StoreApi<RunSight>;
  /** What came of something that was done with the run. */
  readonly show: (report: RunReport) => void;
}

const nothingYet: RunSight = {
  report: undefined,
  error: undefined,
  isCarriedOutHere: false,
  bytesSent: undefined,
  fromStore: undefined,
  bytesInPhase: undefined,
  rounds: [],
  rates: [],
  countedAtMs: undefined,
  timeLeftMs: undefined,
  lost: [],
};

/** Follows it, over lost connections too, until it is disposed of. */
export function followRun(run: string): FollowedRun {
  const store = createStore<RunSight>(() => nothingYet);
  const throughput = new Throughput();
  const inPhase = new PhaseBytes();
  let timeLeft: TimeLeft | undefined;
  let progress: EventPayload<'run.progress'> | undefined;
  let watching = new AbortController();

  const show = (report: RunReport): void => {
    const { rounds } = store.getState();
    store.setState({
      report,
      error: undefined,
      rounds: report.rounds.length >= rounds.length ? report.rounds : rounds,
      ...(report.outcome === null ? {} : { isCarriedOutHere: false, timeLeftMs: undefined, lost: [] }),
    });
    if (report.estimate !== undefined) timeLeft ??= new TimeLeft(report.estimate.bytes.likely);
  };
  const frame = oncePerFrame(() => {
    const { report } = store.getState();
    if (progress === undefined || report?.outcome !== null) return;
    const atMs = Date.now();
    const sent = sumOf(progress.bytesSent);
    const { image = 0, files = 0, memory = 0 } = progress.fromStore ?? {};
    throughput.count(atMs, sent + image + files + memory);
    store.setState({
      bytesSent: progress.bytesSent,
      fromStore: progress.fromStore,
      bytesInPhase: inPhase.of(phasesOf(report).find(({ state }) => state === 'running')?.name, sent),
      rates: throughput.points,
      countedAtMs: atMs,
      timeLeftMs: timeLeft?.after(atMs, sent),
    });
  });
  const ends = [
    on('run.changed', ({ report, isCarriedOutHere }) => {
      if (report.run !== run) return;
      store.setState({ isCarriedOutHere });
      show(report);
    }),
    on('run.progress', (event) => {
      if (event.run !== run) return;
      progress = event;
      frame.ask();
    }),
    on('run.step', (event) => {
      if (event.run === run) store.setState({ isCarriedOutHere: true });
    }),
    on('run.round', ({ run: of, round }) => {
      if (of === run) store.setState(({ rounds }) => ({ rounds: [...rounds, round] }));
    }),
    on('host.link', (link) => {
      if (link.run === run) store.setState(({ lost }) => ({ lost: withLink(lost, link) }));
    }),
    whileConnected(() => {
      watching.abort();
      watching = new AbortController();
      const { signal } = watching;
      // Another Shiplock may have answered; it tells again of what is lost.
      store.setState({ isCarriedOutHere: false, lost: [] });
      watchToItsEnd(run, show, signal).catch((thrown: unknown) => {
        const error = asShiplockError(thrown);
        // The connection: it is tried again when there is one.
        if (!signal.aborted && error.code !== 'link-lost') store.setState({ error });
      });
    }),
  ];
  return {
    store,
    show,
    [Symbol.dispose]: () => {
      for (const end of ends) end();
      watching.abort();
      frame[Symbol.dispose]();
    },
  };
}

/** A run that waits for a person may be gone on with at any time, here or elsewhere. */
async function watchToItsEnd(
  run: string,
  show: (report: RunReport) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const report = await station.call('runs.watch', { run }, { signal });
    if (signal.aborted) return;
    show(report);
    if (report.outcome !== 'attention') return;
    await untilTakenUp(run, signal);
  }
}

/** Resolves when somebody works on the run again. */
async function untilTakenUp(run: string, signal: AbortSignal): Promise<void> {
  const heard = new AbortController();
  const changes = station.call(
    'runs.watchAll',
    {},
    {
      signal: AbortSignal.any([signal, heard.signal]),
      onEvent: (event) => {
        if (event.event === 'runs.changed' && event.run === run) heard.abort();
      },
    },
  );
  // It may have been taken up since it was read, before changes were listened for.
  const now = station.call('runs.show', { run }, { signal }).then(({ outcome }) => {
    if (outcome !== 'attention') heard.abort();
  });
  await Promise.all([changes, now]);
}

function withLink(
  lost: RunSight['lost'],
  link: EventPayload<'host.link'>,
): readonly EventPayload<'host.link'>[] {
  const others = lost.filter(({ host }) => host !== link.host);
  return link.state === 'up' ? others : [...others, link];
}

export const sumOf = (bytes: BytesByCargo): number =>
  Object.values(bytes).reduce((sum, each) => sum + each, 0);
