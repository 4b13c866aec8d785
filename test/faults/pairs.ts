/** Works through cases on several pairs of hosts at a time: most of a case is waiting. */
import type { Result } from './attempt.ts';
import { Stand } from './stand.ts';
import type { Row } from './table.ts';

export interface Job {
  readonly name: string;
  readonly group: string;
  run(stand: Stand): Promise<Result>;
}

/** Hosts are used again and again; after a case that broke the law, or broke down, by others. */
export class Pair implements AsyncDisposable {
  #stand: Stand | undefined;

  /** Never throws for what goes wrong in the case: that is in the row. */
  async work({ name, group, run }: Job): Promise<Row> {
    const began = performance.now();
    const took = (): number => performance.now() - began;
    let row: Row;
    try {
      this.#stand ??= await Stand.up();
      row = { name, group, ...(await run(this.#stand)), ms: took() };
      if (row.breaches.length === 0) await this.#stand.clear();
    } catch (error) {
      const text = `the case broke down: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
      const breaches = [{ kind: 'said', text } as const];
      const none = {
        recovered: 'attention',
        why: 'The case broke down.',
        decisionMs: null,
        story: '',
      } as const;
      row = { name, group, breaches, ...none, ms: took() };
    }
    if (row.breaches.length > 0) await this[Symbol.asyncDispose]();
    return row;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stand = this.#stand;
    this.#stand = undefined;
    await stand?.[Symbol.asyncDispose]();
  }
}

/** `tell` hears of each row as it comes; the rows are returned in the order of the jobs. */
export async function workThrough(
  jobs: readonly Job[],
  pairs: number,
  tell: (row: Row, done: number) => void,
): Promise<Row[]> {
  const rows = new Map<Job, Row>();
  const waiting = [...jobs];
  const workers = Array.from({ length: Math.min(pairs, jobs.length) }, async () => {
    await using pair = new Pair();
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const row = await pair.work(job);
      rows.set(job, row);
      tell(row, rows.size);
    }
  });
  await Promise.all(workers);
  return jobs.flatMap((job) => rows.get(job) ?? []);
}
