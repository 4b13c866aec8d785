/** A move under way: its plan, both ends, what the steps have noted, and its report. */
import type { EventPayload } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { Cargo, FromStoreCargo } from '../../shared/model.ts';
import { en, zh } from '../../shared/words.ts';
import type { Journal } from '../journal/journal.ts';
import type { Vitals } from '../checkpoint/vitals.ts';
import { Carrier } from '../transfer/carrier.ts';
import { Rate } from '../transfer/rate.ts';
import { Lease, type Leased } from './lease.ts';
import { type Choice, uncompressed } from './compression.ts';
import type { MovePlan } from './move-plan.ts';
import type { LayerSource } from './layer-source.ts';
import type { FindPrestored } from './prestored.ts';
import { RunLog } from './run-log.ts';
import type { OpenApart, Side } from './side.ts';
import type { StepName, StepNotes } from './step.ts';

export interface MoveEvents {
  step(event: EventPayload<'run.step'>): void;
  progress(event: EventPayload<'run.progress'>): void;
  round(event: EventPayload<'run.round'>): void;
}

export class Move {
  readonly run: RunId;
  readonly plan: MovePlan;
  readonly source: Side;
  readonly target: Side;
  readonly journal: Journal;
  readonly log: RunLog;
  readonly rate = new Rate();
  readonly route: Carrier;
  readonly openApart: OpenApart;
  /** What this laptop keeps of images; undefined: nothing is to be asked of it. */
  readonly layers: LayerSource | undefined;
  readonly findPrestored: FindPrestored | undefined;
  /** On the source's copy, from the freeze on. */
  readonly lease: Lease;
  readonly events: MoveEvents;
  /** Aborts when the user cancels; steps that undo are given a fresh one. */
  signal: AbortSignal;
  /** The target engine's start, if it waits in the runtime shim for the last bytes. Lives in this process only. */
  starting: Promise<void> | undefined;
  /** How memory and files are compressed; lives in this process only, and matters for speed alone. */
  compression: { memory: Choice; files: Choice } = { memory: uncompressed, files: uncompressed };
  /** The target was given leave to run, by this process. */
  isLetGo: boolean = false;
  /** How long a host that cannot be reached is tried, where nothing can be done but that. */
  patienceMs = 20_000;
  /** The user says that the target is off: what is to be taken back there is left for later. */
  isWithoutTarget: boolean = false;
  /** The user takes it back, and with it a point that the target could go on from. */
  isDeclined: boolean = false;
  /** The source's copy had ended while it was frozen, and was started anew. */
  isStartedAnew: boolean = false;
  /** What lived in the container when it was frozen, to compare with. */
  frozen: Vitals | undefined;
  readonly #notes = new Map<string, unknown>();

  constructor(parts: {
    run: RunId;
    plan: MovePlan;
    source: Side;
    target: Side;
    journal: Journal;
    events: MoveEvents;
    openApart: OpenApart;
    layers?: LayerSource | undefined;
    /** Undefined where there is nothing to find, or it is not to be used. */
    findPrestored?: FindPrestored | undefined;
    signal: AbortSignal;
  }) {
    this.run = parts.run;
    this.plan = parts.plan;
    this.source = parts.source;
    this.target = parts.target;
    this.journal = parts.journal;
    this.events = parts.events;
    this.openApart = parts.openApart;
    this.layers = parts.layers;
    this.findPrestored = parts.findPrestored;
    this.signal = parts.signal;
    this.lease = new Lease(() => this.source.session, this.leased);
    for (const step of this.journal.steps.of(this.run)) this.#notes.set(step.name, step.data);
    this.log = RunLog.restore(this.journal.runs.get(this.run).report);
    this.route = new Carrier(({ text }) => {
      this.log.fellBack({
        en: en`The direct route broke, and the relay went on. ${text}`,
        zh: zh`直连中断，之后经中继继续。${text}`,
      });
    });
  }

  /** What the step has noted, in this process or an earlier one. */
  recall<Name extends StepName>(name: Name): StepNotes[Name] {
    return (this.#notes.get(name) ?? {}) as StepNotes[Name];
  }

  /** Notes what undoing the open step will need; it is in the journal when this returns. */
  note<Name extends StepName>(name: Name, notes: StepNotes[Name]): void {
    const all = { ...this.recall(name), ...notes };
    this.journal.steps.updateData(this.run, name, all);
    this.#notes.set(name, all);
  }

  /** As `note`, for a step that is no longer open. */
  annotate<Name extends StepName>(name: Name, notes: StepNotes[Name]): void {
    const all = { ...this.recall(name), ...notes };
    this.journal.steps.annotate(this.run, name, all);
    this.#notes.set(name, all);
  }

  /** The container's identifier on the target. */
  get targetId(): string {
    const { containerId } = this.recall('create');
    if (containerId !== undefined) return containerId;
    const text = { en: 'The container was not created yet.', zh: '容器尚未创建。' };
    throw new ShiplockError('internal', text);
  }

  /** What this run has marked on the source. */
  get leased(): Leased {
    return { containerId: this.sourceId, key: this.plan.key };
  }

  get sourceId(): string {
    return this.plan.container.id;
  }

  /** This run's folder on a host. */
  workspace(end: 'source' | 'target'): string {
    const folder = this.recall('workspace')[end];
    if (folder !== undefined) return folder;
    const host = this[end].host;
    const text = { en: `There is no folder on ${host} yet.`, zh: `${host} 上还没有工作目录。` };
    throw new ShiplockError('internal', text);
  }

  /** A callback that counts what is sent, and tells of it now and then. */
  counter(step: StepName, cargo: Cargo): (bytes: number) => void {
    return (bytes) => {
      if (this.log.addBytes(cargo, bytes)) this.#tellProgress(step);
    };
  }

  /** As `counter`, of what the laptop's store gives; `point`: the restore point that it is of, if it is of one. */
  storeCounter(step: StepName, what: FromStoreCargo, point?: string): (bytes: number) => void {
    return (bytes) => {
      if (this.log.addFromStore(what, bytes, point)) this.#tellProgress(step);
    };
  }

  #tellProgress(step: StepName): void {
    const { bytesSent, fromStore } = this.log;
    this.events.progress({
      run: this.run,
      step,
      bytesSent: { ...bytesSent },
      fromStore: { ...fromStore },
    });
  }
}
