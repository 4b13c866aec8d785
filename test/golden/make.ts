/** Makes the golden journals of a version, by real moves between two test hosts. `npm run golden -- --help` */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { whyNoHosts } from '../edge/capability.ts';
import { sweep } from '../edge/fleet.ts';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { startMovedGauge } from '../integration/moved-gauge.ts';
import { breakOff, thisCheckout } from './break-off.ts';
import { hasGolden, writeGolden } from './golden.ts';
import { type State, stateNamed, states } from './states.ts';
import { hide } from './values.ts';

interface Options {
  readonly of: string;
  readonly as?: string;
  readonly states?: string;
}

const program = new Command('npm run golden --')
  .description(
    'Makes golden journals, into the folder test/golden/VERSION: a real move is broken off for each, and its journal is\n' +
      'kept as text. A folder that is there is left as it is.',
  )
  .option('--of <checkout>', 'the checkout whose Shiplock moves; its packages are in place', thisCheckout)
  .option('--as <version>', "the folder's name; the version of that checkout if not given")
  .option('--states <state,…>', 'not all of them')
  .action(make);

async function make(options: Options): Promise<void> {
  const checkout = path.resolve(options.of);
  const version = options.as ?? versionOf(checkout);
  if (hasGolden(version)) {
    throw new Error(
      `there are golden journals of ${version}: give package.json the version that is to be released`,
    );
  }
  const reason = whyNoHosts();
  if (reason !== null) throw new Error(`no test hosts on this machine: ${reason}`);
  await sweep();
  const asked = options.states?.split(',').map(stateNamed) ?? states;
  // All before any is kept: a folder is whole.
  const made = [];
  for (const state of asked) made.push(await makeOne(state, checkout, version));
  for (const golden of made) writeGolden(golden);
}

/** On hosts that no move has touched, so that its journal says all that a move does to a host. */
async function makeOne(state: State, checkout: string, version: string) {
  console.error(state.name);
  await using hosts = new AsyncDisposableStack();
  const up = async (name: string) => hosts.use(await EdgeHost.up({ name, rateMbit: 1000 }));
  const [upper, lower] = await Promise.all([up('upper'), up('lower')]);
  const folder = mkdtempSync(path.join(tmpdir(), 'shiplock-golden-'));
  hosts.defer(() => rmSync(folder, { recursive: true }));
  await loadImage(upper, 'gauge');
  await startMovedGauge({ upper, lower }, 'gauge');
  const { tables, values } = await breakOff(state, { upper, lower, folder, checkout });
  return { version, state: state.name, tables: hide(tables, values), values };
}

function versionOf(checkout: string): string {
  const text = readFileSync(path.join(checkout, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

await program.parseAsync();
