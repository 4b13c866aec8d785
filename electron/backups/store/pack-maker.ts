/** Has packs made beside the main thread, which stays free for the hosts and the window. */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type MadePack, makePack, type PackJob } from './pack-job.ts';
import type { Answer, ThreadData } from './pack-thread.ts';
import type { StoreParts } from './parts.ts';

/** A smaller pack is made sooner than a thread is started. */
const leastBytesForThread = 2 * 1024 * 1024;
/** Its garbage is nearly all short-lived, and is to be collected before there is much of it. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 };

/** As source, or compiled as this file is. */
const program = new URL(`./pack-thread${extname(import.meta.url)}`, import.meta.url);

/** One pack at a time. */
export class PackMaker implements Disposable {
  readonly #parts: StoreParts;
  /** Started for the first pack that is worth it. */
  #thread: Worker | undefined;

  constructor(parts: StoreParts) {
    this.#parts = parts;
  }

  /** Throws what the file system throws. */
  async make(job: PackJob): Promise<MadePack> {
    const { keys, chunkSeal, layout } = this.#parts;
    const last = job.chunks.at(-1);
    if (last === undefined || last.offset + last.length < leastBytesForThread) {
      return makePack(job, keys, chunkSeal, layout.incoming);
    }
    this.#thread ??= startThread({ keys, incoming: layout.incoming });
    const answer = await ask(this.#thread, job);
    if ('made' in answer) return answer.made;
    throw Object.assign(new Error(answer.failure.message), answer.failure);
  }

  /** A pack that is under way fails. */
  [Symbol.dispose](): void {
    void this.#thread?.terminate();
  }
}

function startThread(workerData: ThreadData): Worker {
  // What this process was started with is not for its threads: --input-type, for one, ends them at once.
  const options = { workerData, resourceLimits, execArgv: [] };
  return new Worker(program, options);
}

async function ask(thread: Worker, job: PackJob): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const fail = (reason: unknown) =>
    reject(reason instanceof Error ? reason : new Error('the thread that makes packs has ended'));
  thread.on('message', resolve).on('error', fail).on('exit', fail);
  thread.ref();
  try {
    thread.postMessage(job);
    return await promise;
  } finally {
    // A thread that waits for work is no reason for the process to go on.
    thread.unref();
    thread.off('message', resolve).off('error', fail).off('exit', fail);
  }
}
