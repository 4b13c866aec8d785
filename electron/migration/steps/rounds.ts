/** Rounds of pre-copy while the container runs: files until a round no longer pays, then memory once if that pays. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { dump } from '../../checkpoint/dump.ts';
import { vitals } from '../../checkpoint/vitals.ts';
import { probeRate } from '../../transfer/rate.ts';
import { anotherRoundPays, memoryRoundPays } from '../estimate.ts';
import { roundImages, sendRound } from '../memory.ts';
import type { Move } from '../move.ts';
import { type Parcel, parcelsOf, sendParcel } from '../parcels.ts';
import type { Step } from '../step.ts';

const script = readFileSync(new URL('../rounds.sh', import.meta.url), 'utf8');

export const rounds: Step = {
  name: 'rounds',

  async run(move) {
    await move.source.session.script('rounds', script, ['ready', String(move.plan.container.pid)]);
    const parcels = await parcelsOf(move);
    const bytesPerRound: number[] = [];
    while (bytesPerRound.length < move.plan.maxRounds) {
      bytesPerRound.push(await filesRound(move, parcels));
      if (!anotherRoundPays(bytesPerRound)) break;
    }
    if (move.plan.maxRounds === 0) return;
    const rate =
      move.rate.bytesPerSecond ?? (await probeRate(move.source.session, move.target.session, move.signal));
    const { memoryBytes } = await vitals(
      move.source.session,
      move.source.engine.runtimeRoot,
      move.sourceId,
      move.plan.container.pid,
    );
    if (memoryRoundPays(memoryBytes, rate)) await memoryRound(move);
  },

  async undo({ source, sourceId }) {
    // A memory round that broke off may have left it paused.
    await source.engine.unpause(sourceId);
  },
};

async function filesRound(move: Move, parcels: readonly Parcel[]): Promise<number> {
  const began = performance.now();
  const before = move.log.totalBytes;
  const { stdout } = await move.source.session.script(
    'rounds',
    script,
    ['begin', ...parcels.map(({ from }) => from)],
    {
      signal: move.signal,
    },
  );
  const since = stdout.trim();
  for (const parcel of parcels) await sendParcel(move, 'rounds', parcel, false, move.signal);
  await move.target.session.script('rounds', script, ['doubt', since, ...parcels.map(({ to }) => to)]);
  return finishRound(move, 'files', began, 0, before);
}

/** A dump of the paused container for the final one to differ from. It costs a pause of its own, reported beside the freeze. */
async function memoryRound(move: Move): Promise<void> {
  const { source, sourceId } = move;
  const began = performance.now();
  const before = move.log.totalBytes;
  const paused = performance.now();
  await source.engine.pause(sourceId);
  try {
    await dump({
      session: source.session,
      runtimeRoot: source.engine.runtimeRoot,
      containerId: sourceId,
      images: roundImages(move),
      work: `${move.workspace('source')}/round-log`,
    });
  } finally {
    await source.engine.unpause(sourceId);
  }
  const pausedMs = performance.now() - paused;
  await sendRound(move, move.signal);
  move.note('rounds', { hasMemory: true });
  finishRound(move, 'memory', began, pausedMs, before);
}

function finishRound(
  move: Move,
  kind: 'files' | 'memory',
  began: number,
  pausedMs: number,
  before: number,
): number {
  const bytes = move.log.totalBytes - before;
  const round = { kind, ms: Math.round(performance.now() - began), pausedMs: Math.round(pausedMs), bytes };
  move.log.addRound(round);
  move.events.round({ run: move.run, round });
  return bytes;
}
