/** What a step is. One file a step in `steps/`; `steps/index.ts` has them in their order. */
import type { TakenRoute } from '../../shared/model.ts';
import type { Move } from './move.ts';

/** What each step notes in the journal while it acts, so that it can be undone or resumed by another process. */
export interface StepNotes {
  mark: object;
  workspace: { source?: string; target?: string };
  /** `isOpened`: there may be something of a direct route on the hosts. */
  route: { isOpened?: boolean; kind?: TakenRoute };
  runtime: { isInstalled?: boolean; isRegistered?: boolean };
  image: { isSent?: boolean };
  /** `folders`: those that `paths` lie in and that were not there either, each after what lies in it. */
  data: { volumes?: string[]; paths?: string[]; folders?: string[] };
  create: { containerId?: string };
  /**
   * `basis`: the dump on the source that the target has a proved copy of. `byPage`: both hosts have what comparing dumps
   * page by page takes. `chain`: how many pre-dumps the target has that a dump can follow; null while one is under way.
   * `linked`: places there with hard links.
   */
  rounds: { basis?: string | null; byPage?: boolean; chain?: number | null; linked?: string[] };
  freeze: object;
  /** The dump in the freeze follows no chain of pre-dumps, although there was one. */
  deliver: { isWithoutChain?: boolean };
  fence: object;
  /** `isTakenBack`: the target's copy was about to be removed. */
  resume: { isTakenBack?: boolean };
  check: object;
  commit: object;
  retire: object;
  tidy: object;
}
export type StepName = keyof StepNotes;

export interface Step {
  readonly name: StepName;
  /**
   * Acts. Safe to repeat: what an earlier attempt left behind is used or replaced. Throws `ShiplockError`; what was
   * begun is then taken back by `undo`.
   */
  run(move: Move): Promise<void>;
  /** Takes the step's effects back, all or half or none of which may be there. Safe to repeat. */
  undo?(move: Move): Promise<void>;
  /**
   * While this step's effects are not known to be taken back, the steps before it must not be undone: the target's
   * copy may be running, and the source's may not run beside it.
   */
  readonly guardsSource?: true;
}
