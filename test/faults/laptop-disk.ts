/** The laptop's data folder, on a disk that can be full while this machine's is not. */
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execute, succeed } from '../edge/command.ts';
import { identifyProcess } from '../edge/process-identity.ts';

/** The journal keeps 4 MiB in reserve. */
const diskMb = 24;
const prefix = 'shiplock-faults-';

/** Until it is disposed of. What a process that died has left of it is cleared away first. */
export async function mountHome(): Promise<AsyncDisposable & { readonly folder: string }> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    const owner = Number(name.split('-')[2]);
    if (identifyProcess(owner) === null) await unmount(path.join(tmpdir(), name));
  }
  const folder = mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`));
  await succeed(['mount', '-t', 'tmpfs', '-o', `size=${diskMb}m,mode=700`, 'laptop', folder]);
  return { folder, [Symbol.asyncDispose]: () => unmount(folder) };
}

async function unmount(folder: string): Promise<void> {
  await execute(['umount', '--lazy', folder]);
  rmSync(folder, { recursive: true, force: true });
}

/** Until not a byte is left. */
export function fillHome(folder: string): void {
  const file = openSync(fillerIn(folder), 'a');
  try {
    for (let bytes = 1 << 20; bytes >= 1; ) {
      try {
        if (writeSync(file, Buffer.alloc(bytes)) < bytes) bytes >>= 1;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        bytes >>= 1;
      }
    }
  } finally {
    closeSync(file);
  }
}

export function freeHome(folder: string): void {
  rmSync(fillerIn(folder), { force: true });
}

const fillerIn = (folder: string): string => path.join(folder, 'filler');
