/** The words of the command line that are about incident logs. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Language } from '../../shared/words.ts';
import { languageOf } from './language.ts';
import type { GlobalOptions, Run } from './run.ts';
import { instantOf } from './instant.ts';

interface ExportOptions {
  readonly out: string;
  readonly run?: string;
  readonly since?: string;
  readonly askHosts?: boolean;
  readonly force?: boolean;
}

export function addIncidentCommands(program: Command, run: Run): void {
  const options = (): GlobalOptions => program.opts();
  const language = (): Language => languageOf(options().language, process.env);

  const incidents = program
    .command('incidents')
    .description('hand on what happened: the journal, logs of containers, CRIU and kernels, and a report');
  incidents
    .command('export')
    .description('write an incident log as one zip, secrets removed; no host is needed')
    .requiredOption('--out <file>', 'where to, for instance incident.zip')
    .option('--run <run>', 'only of this run')
    .option(
      '--since <time>',
      'only from then on: 2026-01-31, 2026-01-31T08:00Z, or as long ago as 90m, 24h, 7d',
    )
    .option('--ask-hosts', 'ask the hosts as well what they tell now, for at most eight seconds')
    .option('--force', 'replace a file that is there')
    .addHelpText('after', whatIsInIt)
    .action((given: ExportOptions) =>
      run({
        method: 'incidents.export',
        options: options(),
        input: {
          out: resolve(given.out),
          run: given.run,
          since: given.since === undefined ? undefined : instantOf(given.since, new Date()),
          language: language(),
          askHosts: given.askHosts === true,
          force: given.force === true,
        },
      }),
    );
  incidents
    .command('verify <file>')
    .description('prove that an incident log is as it was written; no host and no journal is needed')
    .action((file: string) =>
      run({ method: 'incidents.verify', options: options(), input: { file: resolve(file) } }),
    );
}

const whatIsInIt = `
The report in it is in the language of --language. Environment, labels and health checks of containers are
removed, and what looks like a password, a token or a key; addresses of hosts stay. Look at the logs in it
before you hand it on. The fingerprint that is printed shows later whether the file is still the same.
`;
