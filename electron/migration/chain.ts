/**
 * The chain of pre-dumps: one folder for each beside the checkpoint, under the same names on both hosts. Each holds only
 * the pages that changed since the one before, to which CRIU's link `parent` in it leads; the checkpoint's leads to the
 * last. It is whole, or of no use at all: a pre-dump that was begun makes the kernel forget what had changed until then.
 */
import { ShiplockError } from '../../shared/errors.ts';
import { en, zh } from '../../shared/words.ts';
import type { Pair } from '../transfer/completeness.ts';
import type { Move } from './move.ts';

export const preDumpFolder = (number: number): string => `pre-dump-${number}`;

/** How many pre-dumps the target has that the next one, or the checkpoint, can follow. */
export const chainLength = (move: Move): number =>
  move.recall('deliver').isWithoutChain === true ? 0 : (move.recall('rounds').chain ?? 0);

/** The folders of the chain, oldest first, and where the target has them. */
export function chainPairs(move: Move): Pair[] {
  return Array.from({ length: chainLength(move) }, (_, index) => {
    const folder = preDumpFolder(index + 1);
    return {
      what: { en: `round ${index + 1} of the memory`, zh: `第 ${index + 1} 轮内存` },
      from: `${move.workspace('source')}/${folder}`,
      to: `${move.workspace('target')}/${folder}`,
    };
  });
}

/** Removes what there is of a chain on both hosts, also one that broke off. `step`: the one under way. */
export async function dropChain(move: Move, step: 'rounds' | 'deliver'): Promise<void> {
  if (step === 'rounds') move.note('rounds', { chain: null, sending: null });
  else move.note('deliver', { isWithoutChain: true });
  const remove = 'rm -rf -- "$1"/pre-dump-*';
  await Promise.all(
    (['source', 'target'] as const).map((end) =>
      move[end].session.exec(['sh', '-c', remove, 'sh', move.workspace(end)]),
    ),
  );
}

/**
 * True if CRIU or the room on a host refuses a dump, or the target lacks a part of the chain: the container is unharmed,
 * and a dump of everything may work.
 */
export const isUnusableChain = (thrown: unknown): thrown is ShiplockError =>
  thrown instanceof ShiplockError && ['dump-refused', 'disk-full', 'incomplete'].includes(thrown.code);

/** For the report: the move went on without the chain. */
export function remarkOnChain(move: Move, reason: ShiplockError): void {
  move.log.remark({
    en: en`The memory could not be copied by what changed from round to round, so it was copied whole: ${reason.text}`,
    zh: zh`无法逐轮只拷贝内存中变化的部分，因此整体拷贝：${reason.text}`,
  });
}
