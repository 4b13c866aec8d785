/** What a step is. One file a step in `steps/`; `steps/index.ts` has them in their order. */
import type { ShimChanges } from '../checkpoint/shim-for-engine.ts';
import type { RescuePoint, TakenRoute } from '../../shared/model.ts';
import type { NewPlaces } from '../transfer/new-places.ts';
import type { Move } from './move.ts';
import type { WaitingFile } from './rewritten-files.ts';

/** What each step notes in the journal while it acts, so that it can be undone or resumed by another process. */
export interface StepNotes {
  mark: object;
  workspace: { source?: string; target?: string };
  /** `isOpened`: there may be something of a direct route on the hosts. */
  route: { isOpened?: boolean; kind?: TakenRoute };
  runtime: ShimChanges;
  /**
   * `isStreamed`: the source began to send it as a stream. `keptTries`: how often sending it from this laptop was begun.
   * `id`: by which the target knows what was sent.
   */
  image: { isSent?: boolean; isStreamed?: boolean; keptTries?: number; id?: string };
  data: { volumes?: string[] } & NewPlaces;
  create: { containerId?: string };
  /**
   * `basis`: the dump on the source that the target has a proved copy of. `byPage`: both hosts have what comparing dumps
   * page by page takes. `chain`: how many pre-dumps the target has that a dump can follow; null while one is under way.
   * `sending`: a dump that is whole on the source and not yet on the target. `linked`: places there with hard links.
   * `since`: when, by the source's clock, the first round of files began whose copies are not yet doubted. `filesSince`: when
   * the last one began, by that clock. `filesAt`, `memoryAt`: when the copy that the target has was begun; `isChanging`: the
   * files of it are being changed: `rescue-point.ts`. `isPolicyHeld`: `restart-policy.ts`.
   * `isPolicyOff`: and the source's disk has it: `source-lease.ts`. `fromStore`, `fillAttempts`: `fill.ts`. `waiting`: by the
   * folder on the source, files that wait for the freeze: `rewritten-files.ts`.
   */
  rounds: {
    fromStore?: Readonly<Record<string, 'begun' | 'whole'>>;
    fillAttempts?: number;
    basis?: string | null;
    byPage?: boolean;
    chain?: number | null;
    sending?: UnsentDump | null;
    linked?: string[];
    since?: number | null;
    filesSince?: number;
    filesAt?: string;
    isChanging?: boolean;
    memoryAt?: string | null;
    isPolicyHeld?: boolean;
    isPolicyOff?: boolean;
    waiting?: Readonly<Record<string, readonly WaitingFile[]>>;
  };
  freeze: object;
  /** The dump in the freeze follows no chain of pre-dumps, although there was one. */
  deliver: { isWithoutChain?: boolean };
  fence: object;
  /** `isTakenBack`: the target's copy was about to be removed; `hasRun`: and it ran. */
  resume: { isTakenBack?: boolean; hasRun?: boolean };
  check: object;
  /** `rescue`: the decision is to start from a round, without the source. */
  commit: { rescue?: RescuePoint };
  retire: object;
  tidy: object;
}
export type StepName = keyof StepNotes;

/** A round's dump on its way: a link may be lost many times over it, and what has arrived of it stays of use. */
export interface UnsentDump {
  /** Its folder on the source. */
  readonly images: string;
  /** How often sending it was begun. */
  readonly attempts: number;
  /** When it was taken, in milliseconds by the laptop's clock, and what had been sent of memory until then. */
  readonly takenAt: number;
  readonly bytesBefore: number;
  readonly pausedMs: number;
  /** The size of the dump. */
  readonly bytes: number;
  /** If files are kept beside it: the moment before it was taken, and the `filesAt` of the round that they complete. */
  readonly complete?: { readonly at: string; readonly filesAt: string };
  /** What the target had before it: nothing of use, a copy of a dump laid out `alike`, or of one laid out otherwise. */
  readonly before: 'nothing' | 'alike' | 'other';
}

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
