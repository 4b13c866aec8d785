/** Shiplock held against both of today's ways, on the same two hosts in one run. `build/bench --help` */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { asShiplockError } from '../../shared/errors.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';
import { whyNoHosts } from '../edge/capability.ts';
import { sweep } from '../edge/fleet.ts';
import { type Conditions, type Measured, measure } from './attempt.ts';
import { type Floor, measureFloor } from './floor.ts';
import { setUpStand, type Stand } from './stand.ts';
import { formatConditions, freezeTakenApart, heldAgainstFloor, type Row, table } from './table.ts';
import { addHosts, dockerByHand, podmanExport, shiplock, type Way } from './ways.ts';

interface Options {
  readonly memory: number[];
  readonly rate: number[];
  readonly repeat: number;
  readonly peers: boolean;
}

const program = new Command('build/bench')
  .description(
    'Moves a gauge with Shiplock and by both of today’s ways, on the same two hosts, and prints what each cost.\n' +
      'The freeze is the longest gap in the gauge’s own readings. Every figure is a median; one move by each way and\n' +
      'size goes before and does not count.',
  )
  .option('--memory <mb,…>', 'sizes of the gauge’s memory', parseNumbers, [256])
  .option('--rate <mbit,…>', 'rates of the link', parseNumbers, [1000])
  .option('--repeat <n>', 'moves by each way that count', parseCount, 3)
  .option('--no-peers', 'Shiplock alone')
  .action(bench);

async function bench({ memory, rate, repeat, peers }: Options): Promise<void> {
  const reason = whyNoHosts();
  if (reason !== null) throw new Error(`no test hosts on this machine: ${reason}`);
  await sweep();
  say('Setting up two hosts');
  await using stand = await setUpStand();
  const home = await mkdtemp(path.join(tmpdir(), 'shiplock-bench-'));
  await using _home = { [Symbol.asyncDispose]: () => rm(home, { recursive: true }) };
  await addHosts(home, stand);

  const ways = [shiplock(home), ...(peers ? [dockerByHand, podmanExport] : [])];
  const rows: Row[] = [];
  const floors = new Map<number, Floor[]>();
  for (const memoryMb of memory) {
    floors.set(memoryMb, await floorOf(stand, memoryMb, repeat));
    for (const [index, rateMbit] of rate.entries()) {
      const conditions = { memoryMb, rateMbit };
      for (const host of [stand.source, stand.target]) await host.capRate(rateMbit);
      // Memory that this machine touches for the first time is slow.
      if (index === 0) for (const way of ways) await attempt(stand, way, conditions, 'to warm up');
      rows.push(...(await compare(stand, ways, conditions, repeat)));
    }
  }
  console.log(`\n${table(rows, 'Shiplock')}\n`);
  console.log('Shiplock’s freeze taken apart');
  for (const row of rows.filter(({ way }) => way === 'Shiplock')) console.log(freezeTakenApart(row));
  console.log('\nThe floor: what cannot be left out of a freeze, each part timed alone');
  for (const row of rows.filter(({ way }) => way === 'Shiplock')) {
    console.log(heldAgainstFloor(floors.get(row.conditions.memoryMb) ?? [], row));
  }
  if (rows.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
}

/** The first does not count. */
async function floorOf(stand: Stand, memoryMb: number, repeat: number): Promise<Floor[]> {
  const floors: Floor[] = [];
  for (let turn = 0; turn <= repeat; turn += 1) {
    const floor = await measureFloor(stand, memoryMb);
    if (turn > 0) floors.push(floor);
  }
  return floors;
}

/** The ways take turns, so that a slow moment of this machine does not fall on one of them alone. */
async function compare(
  stand: Stand,
  ways: readonly Way[],
  conditions: Conditions,
  repeat: number,
): Promise<Row[]> {
  const rows = ways.map((way) => ({ way, measured: [] as Measured[], failures: [] as string[] }));
  for (let turn = 1; turn <= repeat; turn += 1) {
    for (const { way, measured, failures } of rows) {
      const outcome = await attempt(stand, way, conditions, `${turn} of ${repeat}`);
      if (typeof outcome === 'string') failures.push(outcome);
      else measured.push(outcome);
    }
  }
  return rows.map(({ way, measured, failures }) => ({ conditions, way: way.name, measured, failures }));
}

/** What was measured, or why it failed. */
async function attempt(
  stand: Stand,
  way: Way,
  conditions: Conditions,
  note: string,
): Promise<Measured | string> {
  const title = `${formatConditions(conditions)}, ${way.name}, ${note}`;
  try {
    const measured = await measure(stand, way, conditions);
    const { freezeMs, totalMs, wireBytes } = measured;
    say(`${title}: freeze ${formatMs(freezeMs)}, total ${formatMs(totalMs)}, ${formatBytes(wireBytes)}`);
    return measured;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`${title}: failed: ${why}`);
    return why;
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function parseNumbers(text: string): number[] {
  const numbers = text.split(',').map(Number);
  if (!numbers.every((number) => Number.isInteger(number) && number > 0)) {
    throw new InvalidArgumentError('wanted: whole numbers above 0, with commas between them');
  }
  return numbers;
}

function parseCount(text: string): number {
  const [count, ...more] = parseNumbers(text);
  if (count === undefined || more.length > 0) throw new InvalidArgumentError('wanted: one whole number');
  return count;
}

try {
  await program.parseAsync();
} catch (error) {
  const { message, details } = asShiplockError(error);
  console.error(`bench: ${message}${details === undefined ? '' : `\n${details}`}`);
  process.exitCode = 1;
}
