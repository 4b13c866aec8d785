/** Locks between processes that the kernel lets go of when their holder dies, however it dies. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { prepareState, stateDir } from './state.ts';

/**
 * Runs `work` while no other process, and no other call in this one, holds the lock of that name.
 * The lock is held by a flock(1) child that lives as long as the pipe to it: if this process dies, so does the lock.
 */
export async function withLock<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  prepareState();
  const holder = spawn('flock', [path.join(stateDir, `${name}.lock`), 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const released = new Promise<void>((resolve) => holder.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    holder.once('error', reject);
    holder.once('exit', (status) => reject(new Error(`flock ended with ${status} before the lock was held`)));
    holder.stdout.once('data', () => resolve());
  });
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await released;
  }
}
