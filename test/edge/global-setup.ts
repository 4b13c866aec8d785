/** Once for all tests on hosts: clears away what earlier ones left, builds the bases and images; at the end, clears away again. */
import { ensureBase } from './base.ts';
import { whyNoHosts } from './capability.ts';
import { notToday } from '../in-turns.ts';
import { sweep } from './fleet.ts';
import { flavours } from './flavours.ts';
import { ensureArchives } from './images.ts';

export async function setup(): Promise<void> {
  if (whyNoHosts() !== null) return;
  await sweep();
  if (notToday.length > 0)
    console.log(
      `Tests that take turns; these are for other days, or SHIPLOCK_CASES=all:\n  ${notToday.join('\n  ')}`,
    );
  for (const suite of new Set(Object.values(flavours).map((flavour) => flavour.suite)))
    await ensureBase(suite);
  await ensureArchives();
}

export async function teardown(): Promise<void> {
  if (whyNoHosts() === null) await sweep();
}
