/** Sends a dump's images to the target, as the difference to the dump that the target has a proved copy of. */
import { type Gather, hasPerl, sendDifference } from '../transfer/page-delta.ts';
import { byPage, checkpointOptions, resumableCheckpointOptions, rsync } from '../transfer/rsync.ts';
import type { Move } from './move.ts';
import type { StepName } from './step.ts';
import { isFromStore } from './stored-copies.ts';

export const imagesOnTarget = (move: Move): string => `${move.workspace('target')}/images`;

export interface MemoryRequest {
  readonly step: StepName;
  /** On the source: the dump. */
  readonly images: string;
  /** The folder on the target, if it is not the checkpoint's. */
  readonly copy?: string;
  /**
   * On the source: the dump that the target's copy was made equal to before, whole and proved, if this one is laid out
   * like it. Without it rsync compares the two ends, whatever is there, and proves the result.
   */
  readonly basis?: string | undefined;
  /** For changes by page. */
  readonly gather?: Gather | undefined;
  /**
   * What has arrived stays when the link is lost, and is gone on from. That costs what could be used of a copy that is
   * laid out otherwise, so it is for where there is none, or where another way was cut short too often.
   */
  readonly isResumable?: boolean;
  readonly signal: AbortSignal;
}

/** Makes the target's copy equal to the dump. Errors: those of `Route.join`. */
export async function sendMemory(move: Move, request: MemoryRequest): Promise<void> {
  const { images, copy = imagesOnTarget(move), basis, gather, isResumable = false, signal } = request;
  const source = move.source.session;
  const target = move.target.session;
  const onBytes = move.counter(request.step, 'memory');
  const { stream, rsync: inRsync } = move.compression.memory;
  const route = move.route;
  if (basis !== undefined && move.recall('rounds').byPage) {
    await sendDifference({
      route,
      source,
      target,
      oldImages: basis,
      newImages: images,
      copy,
      gather,
      compression: stream,
      onBytes,
      signal,
    });
    return;
  }
  const options = isResumable ? resumableCheckpointOptions : checkpointOptions;
  await rsync({
    route,
    source,
    target,
    options: isFromStore(move, copy) ? byPage(options) : options,
    from: `${images}/`,
    to: `${copy}/`,
    what: { en: 'the memory', zh: '内存' },
    mayVanish: false,
    compression: inRsync,
    signal,
    onBytes,
  });
}

/** Asked before the freeze; without an answer rsync does the work. */
export async function noteWhetherByPage(move: Move): Promise<void> {
  if (move.recall('rounds').byPage !== undefined) return;
  const both = await Promise.all([hasPerl(move.source.session), hasPerl(move.target.session)]);
  move.note('rounds', { byPage: both.every(Boolean) });
}
