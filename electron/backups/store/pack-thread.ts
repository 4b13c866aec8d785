/** A thread that makes packs, one after the other: started by `pack-makers.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { ChunkSeal } from './chunk-seal.ts';
import type { StoreKeys } from './keys/store-keys.ts';
import { type MadePack, makePack, type PackJob } from './pack-job.ts';
import { readySodium } from './seal.ts';

export interface ThreadData {
  readonly keys: StoreKeys;
  readonly incoming: string;
}

/** Errors lose their codes between threads. */
export type Answer =
  | { readonly made: MadePack }
  | { readonly failure: { readonly message: string; readonly code?: string; readonly syscall?: string } };

const { keys, incoming }: ThreadData = workerData;
await readySodium();
const chunkSeal = new ChunkSeal(keys);

parentPort?.on('message', (job: PackJob) => parentPort?.postMessage(answer(job)));

function answer(job: PackJob): Answer {
  try {
    return { made: makePack(job, keys, chunkSeal, incoming) };
  } catch (thrown) {
    const { message, code, syscall } = thrown as NodeJS.ErrnoException;
    return {
      failure: { message, ...(code !== undefined && { code }), ...(syscall !== undefined && { syscall }) },
    };
  }
}
