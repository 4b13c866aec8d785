/** Which of the target's copies are a restore point's, and not yet the source's: `fill.ts`. */
import type { Move } from './move.ts';

/** The target has there what a restore point had, or a part of it; no round has made it the source's yet. */
export const isFromStore = (move: Move, path: string): boolean =>
  move.recall('rounds').fromStore?.[path] !== undefined;

/** A round has arrived there and was proved. */
export function isOfSourceNow(move: Move, paths: readonly string[]): void {
  const { fromStore } = move.recall('rounds');
  if (fromStore === undefined) return;
  const left = Object.entries(fromStore).filter(([path]) => !paths.includes(path));
  move.note('rounds', { fromStore: Object.fromEntries(left) });
}
