/** The words of the command line that are about restore points. */
import type { Command } from 'commander';
import type { GlobalOptions, Run } from './run.ts';

export function addBackupCommands(program: Command, run: Run): void {
  const options = (): GlobalOptions => program.opts();

  program
    .command('backup <container>')
    .description('take a restore point: memory, files, volumes and configuration, of one short pause')
    .requiredOption('--from <host>', 'the host that runs it')
    .option('--comment <text>', 'to know it again by')
    .action((container: string, { from, comment }: { from: string; comment?: string }) =>
      run({ method: 'backups.take', options: options(), input: { container, from, comment } }),
    );

  const backups = program
    .command('backups')
    .description('list the restore points, the newest first; no host is needed')
    .option('--container <name>', 'only of this container')
    .option('--host <host>', 'only from this host')
    .action(({ container, host }: { container?: string; host?: string }) =>
      run({ method: 'backups.list', options: options(), input: { container, host } }),
    );
  backups
    .command('remove <point>')
    .description('remove a restore point; `prune` then frees its room')
    .action((point: string) => run({ method: 'backups.remove', options: options(), input: { point } }));
  program
    .command('verify [point...]')
    .description('read all restore points back, or these, and name what is damaged')
    .action((points: string[]) =>
      run({
        method: 'backups.verify',
        options: options(),
        input: { points: points.length > 0 ? points : undefined },
      }),
    );
  program
    .command('prune')
    .description('free the room of what no restore point needs')
    .action(() => run({ method: 'backups.prune', options: options(), input: {} }));
  program
    .command('rebuild-index')
    .description('make the index of the restore points anew, from what lies in their store')
    .action(() => run({ method: 'backups.rebuildIndex', options: options(), input: {} }));
}
