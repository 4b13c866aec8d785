/** Once for all tests on virtual machines: clears away what earlier ones left, builds what they need; at the end, clears away again. */
import path from 'node:path';
import { baseDir, ensureBase } from '../edge/base.ts';
import { whyNoHosts } from '../edge/capability.ts';
import { sweep } from '../edge/fleet.ts';
import { ensureArchives } from '../edge/images.ts';
import { ensureVmBase } from '../edge/vm-base.ts';

export async function setup(): Promise<void> {
  if (whyNoHosts() !== null) return;
  await sweep();
  await ensureBase('trixie');
  await ensureVmBase(path.basename(baseDir('trixie')));
  await ensureArchives();
}

export async function teardown(): Promise<void> {
  if (whyNoHosts() === null) await sweep();
}
