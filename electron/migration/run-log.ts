/** What a run has sent and how long its parts took: gathered as it goes, kept in the journal, shown by `show`. */
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import {
  type BytesByCargo,
  bytesByCargo,
  type Cargo,
  type CompressionUsed,
  compression,
  type FromStore,
  type FromStoreCargo,
  fromStore,
  round,
  type Round,
  type TakenRoute,
  takenRoute,
} from '../../shared/model.ts';
import { type BothLanguages, inLanguage, words, type Words } from '../../shared/words.ts';

const saved = z.object({
  bytesSent: bytesByCargo,
  rounds: z.array(round),
  freezeParts: z.array(z.object({ part: z.string(), ms: z.number() })),
  freezeMs: z.number().nullable(),
  workMs: z.number(),
  compression,
  /** What the source was found to keep, or could not be cleaned: told to the user at the end. */
  remarks: z.array(words),
  /** Absent until one was chosen. */
  route: takenRoute.optional(),
  /** Absent in runs of before. */
  fromStore: fromStore.optional(),
  /** What the route carried, of a run that was committed. */
  bytesPerSecond: z.number().optional(),
});
export type SavedLog = z.infer<typeof saved>;

const tellEveryMs = 100;

export class RunLog {
  readonly bytesSent: BytesByCargo;
  readonly fromStore: FromStore;
  readonly rounds: Round[];
  readonly freezeParts: { part: string; ms: number }[];
  readonly remarks: Words[];
  readonly compression: CompressionUsed;
  freezeMs: number | null;
  route: TakenRoute | undefined;
  #workMsBefore: number;
  readonly #began = performance.now();
  #frozen: { since: number; bytesBefore: number } | undefined;
  #told = 0;

  constructor(before: SavedLog) {
    this.bytesSent = { ...before.bytesSent };
    this.fromStore = { image: 0, files: 0, memory: 0, ...before.fromStore };
    this.rounds = [...before.rounds];
    this.freezeParts = [...before.freezeParts];
    this.remarks = [...before.remarks];
    this.compression = { ...before.compression };
    this.freezeMs = before.freezeMs;
    this.route = before.route;
    this.#workMsBefore = before.workMs;
  }

  static restore(report: unknown): RunLog {
    return new RunLog(readSavedLog(report));
  }

  save(): SavedLog {
    return {
      bytesSent: this.bytesSent,
      rounds: this.rounds,
      freezeParts: this.freezeParts,
      freezeMs: this.freezeMs,
      workMs: Math.round(this.#workMsBefore + performance.now() - this.#began),
      remarks: this.remarks,
      compression: this.compression,
      route: this.route,
      fromStore: this.fromStore,
    };
  }

  get totalBytes(): number {
    return Object.values(this.bytesSent).reduce((sum, bytes) => sum + bytes, 0);
  }

  /** True when it is time to tell of it again. */
  addBytes(cargo: Cargo, bytes: number): boolean {
    this.bytesSent[cargo] += bytes;
    return this.#isTimeToTell();
  }

  /** As `addBytes`, of what the laptop's store gave, of that restore point if it is of one. */
  addFromStore(what: FromStoreCargo, bytes: number, point?: string): boolean {
    this.fromStore[what] += bytes;
    if (point !== undefined) this.fromStore.point = point;
    return this.#isTimeToTell();
  }

  #isTimeToTell(): boolean {
    const now = performance.now();
    if (now - this.#told < tellEveryMs) return false;
    this.#told = now;
    return true;
  }

  /** What is remarked already is not remarked again: steps are repeated. */
  remark(text: BothLanguages): void {
    if (!this.remarks.some((each) => inLanguage(each, 'en') === inLanguage(text, 'en')))
      this.remarks.push(text);
  }

  /** The direct route is gone; from here on it is the relay. */
  fellBack(why: BothLanguages): void {
    this.route = 'direct-then-relay';
    this.remark(why);
  }

  addRound(done: Round): void {
    this.rounds.push(done);
  }

  /** The container's users notice from here on. */
  freezeBegins(): void {
    this.#frozen = { since: performance.now(), bytesBefore: this.totalBytes };
    this.freezeParts.length = 0;
  }

  /** The container is alive on the target. The freeze as the last round, if it began in this process. */
  freezeEnds(): Round | undefined {
    if (this.#frozen === undefined) return undefined;
    const ms = Math.round(performance.now() - this.#frozen.since);
    this.freezeMs = ms;
    const final: Round = {
      kind: 'final',
      ms,
      pausedMs: ms,
      bytes: this.totalBytes - this.#frozen.bytesBefore,
    };
    this.addRound(final);
    return final;
  }

  /** Times a part of the freeze; parts that run in parallel overlap. */
  async part<T>(name: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.freezeParts.push({ part: name, ms: Math.round(performance.now() - began) });
    }
  }
}

const nothing: SavedLog = {
  bytesSent: { image: 0, memory: 0, rwLayer: 0, volumes: 0, log: 0 },
  rounds: [],
  freezeParts: [],
  freezeMs: null,
  workMs: 0,
  remarks: [],
  compression: { image: 'none', files: 'none', memory: 'none' },
};

export function readSavedLog(report: unknown): SavedLog {
  const parsed = saved.safeParse(report);
  return parsed.success ? parsed.data : nothing;
}
