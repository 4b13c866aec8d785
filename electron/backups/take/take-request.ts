/** What is to be taken, from where, and whom to tell of it. */
import type { Container } from '../../engines/container.ts';
import type { Engine } from '../../engines/engine.ts';
import type { Session } from '../../hosts/session.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Store } from '../store/store.ts';

/** What a take is at. */
export type TakePhase = 'image' | 'files' | 'pause' | 'fetch' | 'finish';

export interface TakeRequest {
  readonly session: Session;
  readonly engine: Engine;
  readonly store: Store;
  readonly journal: Journal;
  readonly container: Container;
  readonly comment?: string | undefined;
  /** Nobody asked for this one: a policy may let it go again. */
  readonly byPolicy?: boolean | undefined;
  /** A folder of the laptop, in which one is made for passing files. */
  readonly scratch: string;
  readonly onPhase: (phase: TakePhase) => void;
  /** Counts what came over the wire. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}
