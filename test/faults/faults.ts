/** The whole matrix of faults, on pairs of test hosts. `npm run test:faults -- --help` */
import { Command } from 'commander';
import { formatMs } from '../../shared/units.ts';
import { whyNoHosts } from '../edge/capability.ts';
import { sweep } from '../edge/fleet.ts';
import { attempt } from './attempt.ts';
import { allCases, type Case } from './cases.ts';
import { parseCount, type Part, parsePart } from './options.ts';
import { workThrough } from './pairs.ts';
import { randomOf, shuffled } from './random.ts';
import { details, failures, table, whyAttention } from './table.ts';

interface Options {
  readonly only?: RegExp;
  readonly part?: Part;
  readonly seed?: string;
  readonly pairs: number;
  readonly list?: boolean;
}

const program = new Command('npm run test:faults --')
  .description(
    'Moves a gauge once for every step of a move, moment of it and fault, recovers, and holds what a witness heard\n' +
      'and what the hosts hold against the law. Fails if the law was broken.',
  )
  .option('--only <pattern>', 'cases whose name this regular expression finds', (text) => new RegExp(text))
  .option('--part <i/n>', 'the i-th of n equal parts', parsePart)
  .option('--seed <text>', 'in an order of chance')
  .option('--pairs <n>', 'pairs of hosts at a time', parseCount, 4)
  .option('--list', 'say which cases there are, and run none')
  .action(run);

async function run(options: Options): Promise<void> {
  const cases = chosen(options);
  if (options.list === true) {
    for (const { name } of cases) console.log(name);
    return;
  }
  const reason = whyNoHosts();
  if (reason !== null) throw new Error(`no test hosts on this machine: ${reason}`);
  if (cases.length === 0) throw new Error('there is no such case');
  await sweep();
  const began = performance.now();
  const jobs = cases.map((one) => ({
    name: one.name,
    group: one.fault.name,
    run: (stand: Parameters<typeof attempt>[0]) => attempt(stand, one),
  }));
  const rows = await workThrough(jobs, options.pairs, (row, done) => {
    const { name, breaches, recovered, ms } = row;
    const outcome = breaches.length > 0 ? 'LAW BROKEN' : recovered;
    console.log(`${done}/${cases.length}  ${name}: ${outcome}, ${formatMs(ms)}`);
    if (breaches.length > 0) console.log(details(row));
  });
  console.log(`\n${table(rows)}\n\n${whyAttention(rows)}\n\n${failures(rows, 'test:faults --')}`);
  console.log(`${rows.length} cases in ${formatMs(performance.now() - began)}`);
  if (rows.some(({ breaches }) => breaches.length > 0)) process.exitCode = 1;
}

function chosen({ only, part, seed }: Options): Case[] {
  const ordered = seed === undefined ? [...allCases] : shuffled(allCases, randomOf(seed));
  const wanted = ordered.filter(({ name }) => only?.test(name) ?? true);
  return part === undefined ? wanted : wanted.filter((_, index) => index % part.of === part.number - 1);
}

await program.parseAsync();
