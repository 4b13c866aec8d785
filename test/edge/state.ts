/** Where the test hosts keep what they need on this machine: one folder, which can be deleted when no host is up. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * `SHIPLOCK_EDGE_DIR`, or a folder that survives a reboot and is not on tmpfs. The variable moves the fleet; it does not
 * make a second one beside it, since bridge and addresses are the machine's.
 */
export const stateDir = process.env['SHIPLOCK_EDGE_DIR'] ?? '/var/tmp/shiplock-edge';

/** One folder per host, named by the last number of its address: making the folder claims the address. */
export const hostsDir = path.join(stateDir, 'hosts');

/** Base root file systems, one per Debian release and recipe. */
export const basesDir = path.join(stateDir, 'bases');

/** Compiled workloads and image archives. */
export const cacheDir = path.join(stateDir, 'cache');

/** The folder of the scripts that run on hosts: this one. */
export const scriptsDir = import.meta.dirname;

/** Makes the state folder and the folders in it. */
export function prepareState(): void {
  for (const dir of [hostsDir, basesDir, cacheDir]) mkdirSync(dir, { recursive: true, mode: 0o755 });
}
