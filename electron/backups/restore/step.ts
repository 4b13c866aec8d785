/** What a step of a restore is. One file a step in `steps/`; `steps/index.ts` has them in their order. */
import type { ShimChanges } from '../../checkpoint/shim-for-engine.ts';
import type { NewPlaces } from '../../transfer/new-places.ts';
import type { Landing } from './landing.ts';
import type { Restoration } from './restoration.ts';
import type { RestorePlan } from './restore-plan.ts';

/** What each step notes in the journal while it acts, so that it can be undone or resumed by another process. */
export interface StepNotes {
  mark: object;
  workspace: { folder?: string };
  runtime: ShimChanges;
  /** `isSent`: the target did not have it. `manifest`: as which it was sent. `reference`: by which the target knows it. */
  image: { isSent?: boolean; manifest?: string; reference?: string };
  data: { volumes?: string[] } & NewPlaces;
  create: { containerId?: string };
  /** `arrived`: by destination, on the disk and checked. */
  deliver: { arrived?: string[] };
  /** Identifiers of those that were about to lose their restart policy, and to be stopped. */
  park: { touched?: string[]; stopped?: string[] };
  /** `begun`: those that were about to change places. */
  exchange: { begun?: Landing[] };
  resume: object;
  check: object;
  commit: object;
  tidy: object;
}
export type StepName = keyof StepNotes;

export interface Step {
  readonly name: StepName;
  /** What it leaves lies in the memory of hosts, which may have restarted: whenever links were lost, it is run again. */
  readonly isVolatile?: true;
  /** Absent: every restore has it. */
  isNeeded?(plan: RestorePlan): boolean;
  /**
   * Acts. Safe to repeat: what an earlier attempt left behind is used or replaced. Throws `ShiplockError`; what was
   * begun is then taken back by `undo`.
   */
  run(restoration: Restoration): Promise<void>;
  /** Takes the step's effects back, all or half or none of which may be there. Safe to repeat. */
  undo?(restoration: Restoration): Promise<void>;
}
