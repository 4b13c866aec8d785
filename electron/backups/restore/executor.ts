/**
 * Carries a restore out: every step journaled as intent before and outcome after, and taken back in the opposite order
 * when one fails before the commit.
 *
 * A move's executor (`migration/executor.ts`) is another: there the container lives on the source, frozen, under a lease,
 * and what may go on where decides the order of everything. Here the point lies safe on the laptop, so that every step can
 * be repeated from it, and only what makes way on the hosts must come back.
 */
import { performance } from 'node:perf_hooks';
import { asShiplockError, type ShiplockError, toErrorData } from '../../../shared/errors.ts';
import { Losses } from '../../migration/losses.ts';
import { endedSince, needsAttention, notTidied, takenBack, targetLeftOut } from './outcome.ts';
import { runningOn } from './report.ts';
import type { Restoration } from './restoration.ts';
import type { Step, StepName } from './step.ts';
import { stepsOf } from './steps/index.ts';

/** How long a lost link is waited for while nobody waits for the container, or for what has made way for it. */
const unhurriedMs = 120_000;

/** Runs what is left of the restore. Resolves when the run has ended, well or not; the journal says which. */
export async function goForward(restoration: Restoration): Promise<void> {
  for (const step of stepsOf(restoration.plan)) {
    if (restoration.stateOf(step.name) === 'done') continue;
    try {
      if (!restoration.isCommitted) restoration.signal.throwIfAborted();
      await act(restoration, step);
    } catch (thrown) {
      const error = asShiplockError(thrown);
      if (restoration.isCommitted) leaveForLater(restoration, notTidied(restoration, error));
      else await goBack(restoration, error);
      return;
    }
  }
  const ended = await endedSince(restoration);
  const report = restoration.log.save();
  restoration.journal.runs.finish(restoration.run, 'committed', {
    report,
    ...(ended && { error: toErrorData(ended) }),
  });
}

/**
 * Undoes what was done of the restore and ends the run as rolled back, or as one that needs attention: a step that cannot
 * be undone keeps those before it as they are, since what made way must not run beside the restored copy or without its
 * own data.
 */
export async function goBack(restoration: Restoration, reason: ShiplockError): Promise<void> {
  restoration.signal = new AbortController().signal;
  await Promise.allSettled(restoration.sides.map((side) => side.connectWithin(restoration.patienceMs)));
  for (const step of [...stepsOf(restoration.plan)].reverse()) {
    if (!restoration.isOpen(step.name)) continue;
    // Left for when it answers: then the run goes on from here.
    if (restoration.isWithoutTarget && step.name !== 'park') continue;
    try {
      await reconnecting(restoration, async () => step.undo?.(restoration));
    } catch (thrown) {
      leaveForLater(restoration, needsAttention(restoration, reason, asShiplockError(thrown)));
      return;
    }
    restoration.journal.steps.undone(restoration.run, step.name);
    tell(restoration, step.name, 'undone');
  }
  if (restoration.isWithoutTarget) return leaveForLater(restoration, targetLeftOut(restoration));
  restoration.journal.runs.finish(restoration.run, 'rolled-back', {
    error: toErrorData(takenBack(restoration, reason)),
    report: restoration.log.save(),
  });
}

async function act(restoration: Restoration, step: Step): Promise<void> {
  const { journal, run } = restoration;
  const began = performance.now();
  const ms = (): number => Math.round(performance.now() - began);
  journal.steps.intend(run, step.name);
  tell(restoration, step.name, 'began');
  try {
    if (restoration.isCommitted) await reconnecting(restoration, () => step.run(restoration));
    else await outlastingLosses(restoration, () => step.run(restoration));
  } catch (thrown) {
    journal.steps.fail(run, step.name, toErrorData(thrown), ms());
    tell(restoration, step.name, 'failed');
    throw thrown;
  }
  journal.steps.succeed(run, step.name, { ms: ms() });
  tell(restoration, step.name, 'done');
}

function tell(restoration: Restoration, step: StepName, state: 'began' | 'done' | 'failed' | 'undone'): void {
  restoration.events.step({ run: restoration.run, step, state, runningOn: runningOn(restoration) });
}

/** What must happen sooner or later, now if it can: a link that breaks over it is given time to come back, once. */
async function reconnecting(restoration: Restoration, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (asShiplockError(thrown).code !== 'link-lost') throw thrown;
    const ends = restoration.isWithoutTarget
      ? restoration.sides.filter((side) => side !== restoration.target)
      : restoration.sides;
    await Promise.all(ends.map((side) => side.connectWithin(restoration.patienceMs, restoration.signal)));
    await work();
  }
}

/** `work` is repeated after the link came back, for as long as it gets on. Cancelling ends the wait; so does one too long. */
async function outlastingLosses(restoration: Restoration, work: () => Promise<void>): Promise<void> {
  const { log, plan, sides, signal } = restoration;
  const planned = plan.allotments.reduce((sum, { bytes }) => sum + bytes, plan.checkpointBytes);
  const losses = new Losses(log.totalBytes, planned);
  for (;;) {
    try {
      await work();
      return;
    } catch (thrown) {
      // A step may see a lost link as a failure of its own, of a transfer for instance.
      const isLinkLost = asShiplockError(thrown).code === 'link-lost' || sides.some(({ isLost }) => isLost);
      if (!isLinkLost || signal.aborted || !losses.isForgiven(log.totalBytes)) throw thrown;
    }
    await connected(restoration, restoration.isOpen('park') ? restoration.patienceMs : unhurriedMs);
    await renewVolatile(restoration);
  }
}

/** What earlier steps left in the memory of a host is there again, should it have restarted; safe where it has not. */
export async function renewVolatile(restoration: Restoration): Promise<void> {
  for (const { name, isVolatile, run } of stepsOf(restoration.plan)) {
    if (isVolatile && restoration.stateOf(name) === 'done') await run(restoration);
  }
}

/** Throws the failure of a host that did not answer within that time. */
export async function connected(restoration: Restoration, withinMs: number): Promise<void> {
  await Promise.all(restoration.sides.map((side) => side.connectWithin(withinMs, restoration.signal)));
}

function leaveForLater({ journal, run, log }: Restoration, error: ShiplockError): void {
  journal.runs.finish(run, 'attention', { error: toErrorData(error), report: log.save() });
}
