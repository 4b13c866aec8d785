/** A restore under way: its plan, the point, the hosts that it touches, what the steps have noted, and its report. */
import type { EventPayload } from '../../../shared/contract.ts';
import { ShiplockError } from '../../../shared/errors.ts';
import type { RunId } from '../../../shared/ids.ts';
import type { Cargo, StepState } from '../../../shared/model.ts';
import type { Journal } from '../../journal/journal.ts';
import { RunLog } from '../../migration/run-log.ts';
import type { Side } from '../../migration/side.ts';
import type { PointReader } from './point-reader.ts';
import type { Parked, RestorePlan } from './restore-plan.ts';
import type { StepName, StepNotes } from './step.ts';

export interface RestoreEvents {
  step(event: EventPayload<'run.step'>): void;
  progress(event: EventPayload<'run.progress'>): void;
}

interface Parts {
  readonly run: RunId;
  readonly plan: RestorePlan;
  readonly journal: Journal;
  /** The one of each host. */
  readonly side: (host: string) => Side;
  /** Asked only by steps that read it: what is taken back or tidied needs no store. */
  readonly openPoint: () => Promise<PointReader>;
  readonly events: RestoreEvents;
  readonly signal: AbortSignal;
}

export class Restoration {
  readonly run: RunId;
  readonly plan: RestorePlan;
  readonly journal: Journal;
  readonly events: RestoreEvents;
  readonly target: Side;
  readonly log: RunLog;
  /** Aborts when the user cancels; steps that undo are given a fresh one. */
  signal: AbortSignal;
  /** How long a host that cannot be reached is tried, where nothing can be done but that. */
  patienceMs = 20_000;
  /** The user says that the target is off: what is to be taken back there is left for later. */
  isWithoutTarget: boolean = false;
  readonly #side: (host: string) => Side;
  readonly #openPoint: () => Promise<PointReader>;
  #point: Promise<PointReader> | undefined;
  readonly #notes = new Map<string, unknown>();

  constructor({ run, plan, journal, side, openPoint, events, signal }: Parts) {
    this.run = run;
    this.plan = plan;
    this.journal = journal;
    this.events = events;
    this.target = side(plan.target);
    this.signal = signal;
    this.#side = side;
    this.#openPoint = openPoint;
    for (const step of journal.steps.of(run)) this.#notes.set(step.name, step.data);
    this.log = RunLog.restore(journal.runs.get(run).report);
  }

  /** Opened once. Throws what `OpenPoint` throws. */
  point(): Promise<PointReader> {
    this.#point ??= this.#openPoint();
    return this.#point;
  }

  sideOf({ host }: Parked): Side {
    return this.#side(host);
  }

  /** Every host that it touches, the target first. */
  get sides(): Side[] {
    return [...new Set([this.target, ...this.plan.parked.map((parked) => this.sideOf(parked))])];
  }

  /** How far the step has come, as the journal says now; undefined if it was never begun. */
  stateOf(name: StepName): StepState | undefined {
    return this.journal.steps.of(this.run).find((step) => step.name === name)?.state;
  }

  /** Whether something of the step may be there. */
  isOpen(name: StepName): boolean {
    const state = this.stateOf(name);
    return state !== undefined && state !== 'undone';
  }

  /** True from the moment the decision is in the journal. */
  get isCommitted(): boolean {
    return this.isOpen('commit');
  }

  /** What the step has noted, in this process or an earlier one. */
  recall<Name extends StepName>(name: Name): StepNotes[Name] {
    return (this.#notes.get(name) ?? {}) as StepNotes[Name];
  }

  /** Notes what undoing or repeating the step will need; it is in the journal when this returns. */
  note<Name extends StepName>(name: Name, notes: StepNotes[Name]): void {
    const all = { ...this.recall(name), ...notes };
    this.journal.steps.annotate(this.run, name, all);
    this.#notes.set(name, all);
  }

  /** The restored container's identifier. */
  get containerId(): string {
    const { containerId } = this.recall('create');
    if (containerId !== undefined) return containerId;
    const text = { en: 'The container was not created yet.', zh: '容器尚未创建。' };
    throw new ShiplockError('internal', text);
  }

  /** Where the checkpoint lies on the target. */
  get images(): string {
    const { folder } = this.recall('workspace');
    if (folder !== undefined) return `${folder}/images`;
    const text = { en: 'There is no folder for the checkpoint yet.', zh: '还没有存放检查点的目录。' };
    throw new ShiplockError('internal', text);
  }

  /** The target has what it takes. */
  async takesCompressed(): Promise<boolean> {
    const { session } = this.target;
    return (await session.exec(['sh', '-c', 'command -v zstd'], { allowFailure: true })).status === 0;
  }

  /** Under which what makes way stays: a container, a volume or a path. */
  parkedName(name: string): string {
    return `${name}-parked-${this.run}`;
  }

  /** A callback that counts what is sent, and tells of it now and then. */
  counter(step: StepName, cargo: Cargo): (bytes: number) => void {
    return (bytes) => {
      if (this.log.addBytes(cargo, bytes)) {
        this.events.progress({ run: this.run, step, bytesSent: { ...this.log.bytesSent } });
      }
    };
  }
}
