/** What a restore replaces: put aside by renames, brought back if it fails, and kept where its owner finds it. */
import { readFileSync } from 'node:fs';
import { type Landing, replacedPath, volumeFolder } from './landing.ts';
import type { Restoration } from './restoration.ts';

const script = readFileSync(new URL('./exchange.sh', import.meta.url), 'utf8');

async function run({ target }: Restoration, ...args: readonly string[]): Promise<string> {
  return (await target.session.script('exchange', script, args)).stdout.trim();
}

const names = (restoration: Restoration, landing: Landing): string[] => [
  landing.live,
  landing.arrival,
  replacedPath(restoration, landing),
];

/** Safe to repeat. */
export async function exchangeForward(restoration: Restoration, landing: Landing): Promise<void> {
  await run(restoration, 'forward', ...names(restoration, landing));
}

/** Does nothing where nothing was exchanged. Safe to repeat. */
export async function exchangeBack(restoration: Restoration, landing: Landing): Promise<void> {
  await run(restoration, 'back', ...names(restoration, landing));
}

/**
 * After the decision: what a volume held becomes a volume of its own, what held nothing goes. Where it is now, for people;
 * undefined if there was nothing. Safe to repeat.
 */
export async function keepReplaced(restoration: Restoration, landing: Landing): Promise<string | undefined> {
  const { target } = restoration;
  const replaced = replacedPath(restoration, landing);
  const { volume } = landing;
  const kept = volume === undefined ? undefined : restoration.parkedName(volume);
  // It may have become one already, before a process died.
  const isVolume = kept !== undefined && (await target.engine.volume(kept)) !== undefined;
  if (!isVolume && (await run(restoration, 'drop', replaced)) === '') return undefined;
  if (kept === undefined) return replaced;
  if (!isVolume) await target.engine.createVolume({ name: kept, driver: 'local', options: {}, labels: {} });
  await run(restoration, 'adopt', replaced, await volumeFolder(target, kept));
  return `volume ${kept}`;
}
