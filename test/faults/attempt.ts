/** One case: a move, a fault at its moment, what is true then, healing, recovery without a human, and the law. */
import type { RunReport } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import type { EdgeHost } from '../edge/host.ts';
import type { Finished, RunningCommand } from '../integration/command-line.ts';
import { inEnglish } from '../english.ts';
import type { Case } from './cases.ts';
import { copiesOn, type Facts, factsOf } from './facts.ts';
import type { End } from './inject.ts';
import { type Breach, judgeEnd, judgeHeard, judgeLeftovers, judgeReadings } from './law.ts';
import { boundFolder, gauge, keptBytes, type Restart, type Stand, volumeFolder } from './stand.ts';

export interface Result {
  readonly breaches: readonly Breach[];
  /** `by itself`: without a human's choice; `attention`: Shiplock says what a human is to do. */
  readonly recovered: 'by itself' | 'attention';
  /** What Shiplock said, where it needed attention. */
  readonly why: string;
  /** From the start of the first recovery, both hosts answering, to the first step that it took; null without one. */
  readonly decisionMs: number | null;
  /** The run in the end, in a line; empty where none was begun. */
  readonly story: string;
}

const ends = ['source', 'target'] as const;
/** `resume` at most so often. */
const mostRecoveries = 2;

export async function attempt(stand: Stand, one: Case): Promise<Result> {
  const { fault } = one;
  await fault.prepare?.(stand);
  const before = await begin(stand, one.restart);
  const move = ['migrate', gauge, '--from', 'source', '--to', 'target', '--accept', 'all'];
  const command = stand.shiplock.start('--json', ...move);
  const { run } = await momentOf(command, one);
  try {
    await strike(stand, command, one);
    const halfWay = await lookHalfWay(stand, await command.finished);
    if (fault.isLong) halfWay.push(...(await lookWhetherLetGo(stand, await show(stand, run))));
    await fault.heal?.(stand);
    return await settle(stand, { run, before, ended: fault.ends, halfWay });
  } finally {
    command.signal('SIGKILL');
    await fault.heal?.(stand);
  }
}

/** Throws, with what became of the move, if it ends before. */
async function momentOf(command: RunningCommand, { step, moment }: Case): Promise<{ run: string }> {
  const found = await command.untilStep(step, moment).catch(() => undefined);
  if (found !== undefined) return found;
  const { stdout } = await command.finished;
  throw new Error(`the move ended before that moment, and no fault was made: ${stdout}`);
}

/** The process stands still while the fault is made, so that it happens at this moment for it. */
async function strike(stand: Stand, command: RunningCommand, { fault }: Case): Promise<void> {
  command.signal('SIGSTOP');
  try {
    await fault.inject(stand, command);
  } finally {
    command.signal('SIGCONT');
  }
  await fault.meanwhile?.(stand, command);
}

export interface Begun {
  readonly restart: Restart;
  readonly facts: Readonly<Record<End, Facts>>;
  /** Of the three kept files. */
  readonly sum: string;
}

/** Starts the gauge and notes what is there before the move. */
export async function begin(stand: Stand, restart: Restart): Promise<Begun> {
  await stand.startGauge(restart);
  const sum = await keptSum(stand.source);
  return { restart, facts: await bothOf(stand, factsOf), sum };
}

/** What Shiplock says when a command has ended must be true of the copies then. */
async function lookHalfWay(stand: Stand, { stdout, status }: Finished): Promise<Breach[]> {
  const report = status === null ? null : (JSON.parse(stdout) as Partial<RunReport>);
  const copies = await bothOf(stand, copiesOn);
  const running = ends.filter((end) => copies[end].some(({ state }) => state === 'running'));
  const breaches: Breach[] = [];
  if (running.length > 1) breaches.push({ kind: 'doubled', text: 'half-way a copy runs on each host' });
  if (report === null) return breaches;
  if (report.outcome !== 'committed' && !report.error?.state) {
    const words = inEnglish(report.error?.message) || report.outcome;
    breaches.push({ kind: 'said', text: `half-way it is not said what state things are in: ${words}` });
  }
  const told = report.runningOn as End | null | undefined;
  if (told && stand[told].poweredOn && !running.includes(told)) {
    breaches.push({ kind: 'said', text: `half-way Shiplock says that ${told} runs it, and it does not` });
  }
  return breaches;
}

/** The source lets its copy go on by itself after a minute, unless it has promised not to. */
const lettingGoMs = 80_000;

async function lookWhetherLetGo({ source }: Stand, report: RunReport): Promise<Breach[]> {
  if (report.steps.some(({ name }) => name === 'fence')) return [];
  const isPaused = async (): Promise<boolean> =>
    (await copiesOn(source)).some(({ state }) => state === 'paused');
  return await until('the source lets it go on', async () => !(await isPaused()), lettingGoMs).then(
    () => [],
    () => [{ kind: 'lost', text: 'the source leaves its copy paused' }],
  );
}

async function show({ shiplock }: Stand, run: string): Promise<RunReport> {
  return (await shiplock.json('show', run)).document as RunReport;
}

/** Recovers the run without a human, and holds everything against the law. */
export async function settle(
  stand: Stand,
  settling: {
    /** Undefined: no run was begun. */
    readonly run: string | undefined;
    readonly before: Begun;
    readonly ended?: End | undefined;
    readonly halfWay?: readonly Breach[];
  },
): Promise<Result> {
  const { run, before, ended, halfWay = [] } = settling;
  const { report, decisionMs } = await recover(stand, run);
  const { heard } = stand.witness;
  const { breaches, holder, died } = judgeEnd(report, await bothOf(stand, copiesOn), ended);
  const all = [...halfWay, ...breaches];
  if (!died) await stand.hearFrom(stand[holder]).catch(() => all.push(silent(holder)));
  if (report?.outcome !== 'attention') all.push(...(await leftovers(stand, before, report)));
  if (died && ended !== undefined) all.push(...(await startAgain(stand, holder)));
  all.push(...judgeHeard(heard, report, ended));
  all.push(...(await judgeData(stand, before, report, holder)));
  const needsHuman = report?.outcome === 'attention' || report?.error?.code === 'attention';
  const why = needsHuman
    ? `${inEnglish(report.error?.message)} ${inEnglish(report.error?.state)}`.trim()
    : '';
  const recovered = needsHuman ? 'attention' : 'by itself';
  return { breaches: all, recovered, why, decisionMs, story: storyOf(report) };
}

function storyOf(report: RunReport | null): string {
  if (report === null) return '';
  const steps = report.steps.map(({ name, state, error }) =>
    [name, state, ...(error === undefined ? [] : [`(${error.code})`])].join(' '),
  );
  const last = report.error === undefined ? '' : ` ${inEnglish(report.error.message)}`;
  return `${report.run} ${report.outcome}, runs on ${report.runningOn}: ${steps.join(', ')}.${last}`;
}

const silent = (holder: End): Breach => ({ kind: 'lost', text: `the copy on ${holder} does not count` });

interface Recovered {
  readonly report: RunReport | null;
  readonly decisionMs: number | null;
}

async function recover(stand: Stand, run: string | undefined): Promise<Recovered> {
  if (run === undefined) return { report: null, decisionMs: null };
  let decisionMs: number | null = null;
  for (let recoveries = 0; ; recoveries += 1) {
    const report = await show(stand, run);
    const isOver = report.outcome === 'committed' || report.outcome === 'rolled-back';
    if (isOver || recoveries === mostRecoveries) return { report, decisionMs };
    const began = performance.now();
    const command = stand.shiplock.start('--json', 'resume', run);
    const decided = command.until(({ event }) => event === 'run.step').catch(() => undefined);
    await decided;
    decisionMs ??= performance.now() - began;
    await command.finished;
  }
}

/** What is on its way out is waited for: sshd learns of a link that was cut only when TCP tries again. */
const leavingMs = 110_000;

async function leftovers(stand: Stand, before: Begun, report: RunReport | null): Promise<Breach[]> {
  const moved = report?.outcome === 'committed' ? before.restart : undefined;
  let left: Breach[] = [];
  const isClean = async (): Promise<boolean> => {
    const now = await bothOf(stand, factsOf);
    left = ends.flatMap((end) => judgeLeftovers(end, before.facts[end], now[end], moved));
    // Only processes go by themselves.
    return left.length === 0 || !left.every(({ text }) => text.includes(': processes '));
  };
  await until('nothing is left', isClean, leavingMs).catch(() => undefined);
  return left;
}

/** The box that held it died: what is there of it can be started. */
async function startAgain(stand: Stand, holder: End): Promise<Breach[]> {
  const { status, stderr } = await stand[holder].run(['docker', 'start', gauge], { timeoutMs: 30_000 });
  if (status !== 0) return [{ kind: 'lost', text: `what is left on ${holder} cannot be started: ${stderr}` }];
  return await stand.hearFrom(stand[holder]).then(
    () => [],
    () => [silent(holder)],
  );
}

async function judgeData(
  stand: Stand,
  before: Begun,
  report: RunReport | null,
  holder: End,
): Promise<Breach[]> {
  const host = stand[holder];
  const heard = [...stand.witness.heard];
  const text = await host.readFile(`${volumeFolder}/readings`).catch(() => '');
  // The gauge goes on writing while it is read.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const breaches = judgeReadings(whole, heard, report, holder);
  const sum = await keptSum(host).catch(String);
  if (sum !== before.sum) {
    breaches.push({ kind: 'bytes', text: `kept files on ${holder}: ${sum}`, bytes: keptBytes });
  }
  return breaches;
}

/** Checksums of what the gauge holds besides its readings. */
async function keptSum(host: EdgeHost): Promise<string> {
  return host.shell(`
    docker cp ${gauge}:/kept - | tar -xO | cksum
    cksum <${volumeFolder}/kept
    cksum <${boundFolder}/kept`);
}

async function bothOf<Found>(
  stand: Stand,
  look: (host: EdgeHost) => Promise<Found>,
): Promise<Record<End, Found>> {
  const [source, target] = await Promise.all(stand.hosts.map(look));
  return { source, target } as Record<End, Found>;
}
