/** Rounds as bars whose lengths are to each other as the bytes they sent. */
import type { Round } from '../../shared/model.ts';

export interface RoundBar {
  readonly kind: Round['kind'];
  readonly y: number;
  readonly width: number;
}

/** A round that sent little is still to be seen. */
const leastWidth = 4;

/** One under the other in their order, `pitch` apart, the largest as wide as there is room. */
export function roundBars(
  rounds: readonly Round[],
  room: { readonly width: number; readonly pitch: number },
) {
  const largest = Math.max(1, ...rounds.map(({ bytes }) => bytes));
  return rounds.map(({ kind, bytes }, index): RoundBar => {
    const width = Math.max(leastWidth, (bytes / largest) * room.width);
    return { kind, y: index * room.pitch, width };
  });
}
