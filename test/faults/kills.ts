/** Random kills: moves, their recoveries and those recoveries' recoveries, killed. `npm run test:kills -- --help` */
import { Command } from 'commander';
import { formatMs } from '../../shared/units.ts';
import { whyNoHosts } from '../edge/capability.ts';
import { sweep } from '../edge/fleet.ts';
import { chainOf, killsInChain, runChain } from './chain.ts';
import { parseCount } from './options.ts';
import { workThrough } from './pairs.ts';
import { randomOf, usualSeed } from './random.ts';
import { details, failures, type Row, table, whyAttention } from './table.ts';

interface Options {
  readonly kills: number;
  readonly seed: string;
  readonly only?: string;
  readonly pairs: number;
}

const program = new Command('npm run test:kills --')
  .description(
    'Kills Shiplock at moments of chance in a move, in its recovery and in that recovery’s recovery, lets the last one\n' +
      'end, and holds what a witness heard and what the hosts hold against the law. Fails if the law was broken.',
  )
  .option('--kills <n>', 'how many, at least', parseCount, 200)
  .option('--seed <text>', 'the same seed gives the same moments', usualSeed())
  .option('--only <chain>', 'one chain of that seed alone: its name, chain-12 for instance')
  .option('--pairs <n>', 'pairs of hosts at a time', parseCount, 4)
  .action(run);

async function run({ kills, seed, only, pairs }: Options): Promise<void> {
  const reason = whyNoHosts();
  if (reason !== null) throw new Error(`no test hosts on this machine: ${reason}`);
  await sweep();
  console.log(`seed ${seed}`);
  const began = performance.now();
  const rows: Row[] = [];
  let killed = 0;
  const jobOf = (name: string) => ({
    name,
    group: 'random kills',
    run: async (stand: Parameters<typeof runChain>[0]) => {
      const result = await runChain(stand, chainOf(randomOf(`${seed} ${name}`)));
      killed += result.kills;
      return result;
    },
  });
  const tell = (row: Row): void => {
    const { name, breaches, ms } = row;
    console.log(`${name}: ${breaches.length > 0 ? 'LAW BROKEN' : 'well'}, ${formatMs(ms)}; ${killed} kills`);
    if (breaches.length > 0) console.log(details(row));
  };
  if (only !== undefined) rows.push(...(await workThrough([jobOf(only)], 1, tell)));
  // Now and then a command is over before its kill: then there are more chains.
  while (only === undefined && killed < kills) {
    const more = Math.max(1, Math.floor((kills - killed) / killsInChain));
    const jobs = Array.from({ length: more }, (_, index) => jobOf(`chain-${rows.length + index + 1}`));
    rows.push(...(await workThrough(jobs, pairs, tell)));
  }
  console.log(
    `\n${table(rows)}\n\n${whyAttention(rows)}\n\n${failures(rows, `test:kills -- --seed ${seed}`)}`,
  );
  console.log(
    `${killed} kills in ${rows.length} chains, ${formatMs(performance.now() - began)}; seed ${seed}`,
  );
  if (rows.some(({ breaches }) => breaches.length > 0)) process.exitCode = 1;
}

await program.parseAsync();
