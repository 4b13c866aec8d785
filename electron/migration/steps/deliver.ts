/**
 * In the freeze: the dump, the last deltas of everything, and the proof that it all arrived. Work that does not wait
 * for each other runs side by side; as soon as the RW layer is complete, the target's engine is asked to start the
 * container, so that its own preparations are done when the last byte arrives. The runtime shim holds it until then.
 */
import { awaitCheckpoint, stopWaiting } from '../../checkpoint/shim.ts';
import { fateOfConnections, outerAddresses } from '../../preflight/connections.ts';
import { type Vitals, vitals } from '../../checkpoint/vitals.ts';
import { checkCompleteness } from '../../transfer/completeness.ts';
import { freezeDeadline } from '../freeze-limit.ts';
import { finalDump } from '../final-dump.ts';
import { placeLog } from '../log-place.ts';
import { freeHeadroom } from '../headroom.ts';
import { imagesOnTarget, sendMemory } from '../memory.ts';
import type { Move } from '../move.ts';
import { type Parcel, parcelsOf, sendParcel } from '../parcels.ts';
import type { Step } from '../step.ts';

export const deliver: Step = {
  name: 'deliver',

  async run(move) {
    // What fails ends the rest at once: the container is frozen meanwhile.
    const failed = new AbortController();
    using overdue = freezeDeadline(move);
    const signal = AbortSignal.any([move.signal, move.lease.over, failed.signal, overdue.signal]);
    const work = deliverAll(move, signal).map((part) =>
      part.catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    );
    const outcomes = await Promise.allSettled(work);
    move.signal.throwIfAborted();
    move.lease.over.throwIfAborted();
    overdue.signal.throwIfAborted();
    if (failed.signal.aborted) throw failed.signal.reason;
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  },

  async undo(move) {
    const { containerId } = move.recall('create');
    if (containerId !== undefined) await stopWaiting(move.target.session, containerId);
  },
};

/** Parcels sent at the same time: each takes a channel on both sessions. */
const parcelsAtOnce = 3;

function deliverAll(move: Move, signal: AbortSignal): Promise<void>[] {
  const sourceImages = `${move.workspace('source')}/images`;
  const pairs = [
    { what: { en: 'the checkpoint', zh: '检查点' }, from: sourceImages, to: imagesOnTarget(move) },
  ];
  const parcels = parcelsOf(move);
  const frozen = noteVitals(move);
  return [
    deliverMemory(move, sourceImages, signal).then(() =>
      move.log.part('check checkpoint', () =>
        checkCompleteness(move.source.session, move.target.session, pairs, 'no-times', signal),
      ),
    ),
    parcels.then(async (all) => {
      const rwLayer = all.filter(({ cargo }) => cargo === 'rwLayer');
      const log = all.filter(({ cargo }) => cargo === 'log');
      const volumes = all.filter(({ cargo }) => cargo === 'volumes');
      await Promise.all([
        deliverFiles(move, 'RW layer and log', [...rwLayer, ...log], signal).then(() =>
          prepareStart(move, frozen),
        ),
        deliverFiles(move, 'volumes', volumes, signal),
      ]);
    }),
    frozen.then(() => undefined),
  ];
}

async function deliverMemory(move: Move, images: string, signal: AbortSignal): Promise<void> {
  const basis = move.recall('rounds').basis ?? undefined;
  const taken = await move.log.part('dump', () => finalDump(move, images, basis));
  signal.throwIfAborted();
  await move.log.part('memory', () =>
    Promise.all([
      sendMemory(move, { step: 'deliver', images, basis: taken.isAlike ? basis : undefined, signal }),
      freeHeadroom(move, 'target'),
    ]),
  );
}

async function deliverFiles(
  move: Move,
  part: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<void> {
  if (parcels.length === 0) return;
  await move.log.part(part, async () => {
    const waiting = [...parcels];
    const lanes = Array.from({ length: parcelsAtOnce }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await sendParcel(move, 'deliver', next, true, signal);
      }
    });
    await Promise.all(lanes);
  });
  const provable = parcels.filter(({ cargo }) => cargo !== 'log');
  await move.log.part(`check ${part}`, () =>
    checkCompleteness(move.source.session, move.target.session, provable, 'times', signal),
  );
}

/** The runtime shim waits for at most five minutes; a start is not asked for while more than this may be left to send. */
const longestWaitSeconds = 120;

/** The RW layer must be whole before: the engine mounts it now, and nothing may change under a mounted overlay. */
async function prepareStart(move: Move, frozen: Promise<Vitals>): Promise<void> {
  const { target, targetId, plan } = move;
  await placeLog(target.session, plan, targetId);
  // Clients come and go after the plan: what counts is who is connected now.
  const { fate } = fateOfConnections(plan.container, (await frozen).sockets);
  const connections = fate === 'keep' ? 'keep' : 'close';
  const addresses = connections === 'keep' ? outerAddresses(plan.container) : [];
  await awaitCheckpoint(target.session, targetId, imagesOnTarget(move), connections, addresses);
  const rate = move.rate.bytesPerSecond;
  if (rate === undefined || plan.memoryBytes / rate > longestWaitSeconds) return;
  move.starting = target.engine.start(targetId);
  // Whoever resumes the container hears of a failure; until then it is nobody's.
  move.starting.catch(() => undefined);
}

async function noteVitals(move: Move): Promise<Vitals> {
  const { source, sourceId, plan } = move;
  move.frozen = await vitals(source.session, source.engine.runtimeRoot, sourceId, plan.container.pid);
  return move.frozen;
}
