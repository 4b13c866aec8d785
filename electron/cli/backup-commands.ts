/** The words of the command line that are about restore points. */
import type { Command } from 'commander';
import { more, wholeNumber } from './option-values.ts';
import { addPolicyCommands } from './policy-commands.ts';
import type { GlobalOptions, Run } from './run.ts';

interface RestoreOptions {
  readonly to: string;
  readonly name?: string;
  readonly filesOnly?: boolean;
  readonly replace?: boolean;
  readonly accept: string[];
}

interface BrowseOptions {
  readonly rwLayer?: boolean;
  readonly processes?: boolean;
  readonly text?: boolean;
  readonly all?: boolean;
}

export function addBackupCommands(program: Command, run: Run): void {
  const options = (): GlobalOptions => program.opts();

  const backup = program
    .command('backup')
    .usage('CONTAINER --from HOST [--comment TEXT]')
    .description('take a restore point, or have them taken by themselves');
  backup
    .command('take <container>', { isDefault: true })
    .description('take a restore point: memory, files, volumes and configuration, of one short pause')
    .requiredOption('--from <host>', 'the host that runs it')
    .option('--comment <text>', 'to know it again by')
    .action((container: string, { from, comment }: { from: string; comment?: string }) =>
      run({ method: 'backups.take', options: options(), input: { container, from, comment } }),
    );
  addPolicyCommands(backup, options, run);

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
  addBrowsingCommands(program, run);
  program
    .command('restore <point>')
    .description('bring a restore point back to life on a host: everything comes from this laptop')
    .requiredOption('--to <host>', 'the host that shall run it')
    .option('--name <name>', 'under another name: a clone, which may run beside the original')
    .option('--files-only', 'files and configuration; its programs start anew')
    .option('--replace', 'stop what is in the way, and keep it under another name')
    .option('--accept <finding>', 'go on in spite of this warning; may be repeated; all: of each', more, [])
    .action((point: string, { to, name, filesOnly, replace, accept }: RestoreOptions) =>
      run({
        method: 'restores.start',
        options: options(),
        input: { point, to, name, filesOnly: filesOnly === true, replace: replace === true, accept },
      }),
    );
  program
    .command('verify [point...]')
    .description('read all restore points back, or these, and name what is damaged')
    .option('--from <host>', 'fetch what is damaged of images again from a host that has them')
    .action((points: string[], { from }: { from?: string }) =>
      run({
        method: 'backups.verify',
        options: options(),
        input: { points: points.length > 0 ? points : undefined, from },
      }),
    );
  program
    .command('prune')
    .description('free the room of what no restore point needs')
    .option('--keep <n>', 'remove all but the latest restore points of each container first', wholeNumber)
    .action(({ keep }: { keep?: number }) =>
      run({ method: 'backups.prune', options: options(), input: { keep } }),
    );
  program
    .command('rebuild-index')
    .description('make the index of the restore points anew, from what lies in their store')
    .action(() => run({ method: 'backups.rebuildIndex', options: options(), input: {} }));
}

function addBrowsingCommands(program: Command, run: Run): void {
  const options = (): GlobalOptions => program.opts();
  const viewOf = ({ rwLayer }: BrowseOptions) => (rwLayer === true ? 'rw-layer' : 'container');
  const rwLayer = ['--rw-layer', 'only what the container had changed of its image'] as const;

  program
    .command('browse <point> [path]')
    .description('look into a restore point: a folder as its container saw it; without a path, what it is')
    .option(...rwLayer)
    .option('--processes', 'its processes, with their open files and sockets')
    .option('--text', 'the text of a file, as far as its first 256 kB')
    .option('--all', 'every entry of a large folder, not the first thousand')
    .action((point: string, path: string | undefined, given: BrowseOptions) => {
      if (given.processes === true)
        return run({ method: 'backups.processes', options: options(), input: { point } });
      if (path === undefined && given.rwLayer !== true)
        return run({ method: 'backups.show', options: options(), input: { point } });
      if (path !== undefined && given.text === true) {
        const input = { point, path, view: viewOf(given) } as const;
        return run({ method: 'backups.read', options: options(), input });
      }
      const limit = given.all === true ? 100_000 : undefined;
      return run({
        method: 'backups.browse',
        options: options(),
        input: { point, path, view: viewOf(given), limit },
      });
    });
  program
    .command('search <point> <name>')
    .description('find files of a restore point by a part of their name')
    .option('--below <path>', 'only below this folder')
    .option(...rwLayer)
    .action((point: string, name: string, { below, ...given }: BrowseOptions & { below?: string }) =>
      run({
        method: 'backups.search',
        options: options(),
        input: { point, name, path: below, view: viewOf(given) },
      }),
    );
  program
    .command('extract <point> <path>')
    .description('bring a file or a folder of a restore point to this laptop')
    .requiredOption('--out <file>', 'where to; nothing may be there yet')
    .option(...rwLayer)
    .action((point: string, path: string, { out, ...given }: BrowseOptions & { out: string }) =>
      run({
        method: 'backups.extract',
        options: options(),
        input: { point, path, view: viewOf(given), out },
      }),
    );
  program
    .command('diff <before> <after>')
    .description('say what differs between the files of two restore points')
    .action((before: string, after: string) =>
      run({ method: 'backups.diff', options: options(), input: { before, after } }),
    );
}
