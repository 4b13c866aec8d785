/** The words of the command line that are about restore points in a registry. */
import type { Command } from 'commander';
import { placeAndReference } from '../../shared/place-and-reference.ts';
import type { GlobalOptions, Run } from './run.ts';

interface RegistryOptions {
  readonly user?: string;
  readonly ca?: string;
  readonly plainHttp?: boolean;
}

export function addRegistryCommands(program: Command, run: Run): void {
  const options = (): GlobalOptions => program.opts();

  withRegistryOptions(program.command('push <point> <repository[:tag]>'))
    .description(
      'send a restore point to a registry, as registry.example/site/gauge; only what it lacks is sent',
    )
    .addHelpText('after', pushHelp)
    .action((point: string, to: string, given: RegistryOptions) => {
      const [repository, tag] = placeAndReference(to);
      const input = { ...registryInput(repository, given), point, tag };
      return run({ method: 'registry.push', options: options(), input });
    });
  withRegistryOptions(program.command('pushed <repository>'))
    .description('list the restore points in a repository of a registry')
    .action((repository: string, given: RegistryOptions) =>
      run({ method: 'registry.list', options: options(), input: registryInput(repository, given) }),
    );
  withRegistryOptions(program.command('pull <repository:tag>'))
    .description('take a restore point in from a registry; only what is not here is fetched')
    .addHelpText('after', pullHelp)
    .action((from: string, given: RegistryOptions) => {
      const [repository, reference = ''] = placeAndReference(from);
      const input = { ...registryInput(repository, given), reference };
      return run({ method: 'registry.pull', options: options(), input });
    });
}

const pushHelp = `
Restore points are sealed; their image, and what \`pushed\` lists, are not. The store's key goes with them, wrapped: the
passphrase or the recovery key of this store opens them elsewhere. Choose a passphrase that is hard to guess.`;

const pullHelp = `
With no restore points here yet, you are asked for the passphrase or the recovery key of the store that the point was made
in; from then on it opens those taken here too. Beside restore points that have another key, use a --home of its own.`;

function withRegistryOptions(command: Command): Command {
  return command
    .option('--user <name>', 'whom the registry lets in; the password is asked for')
    .option(
      '--ca <file>',
      'certificates (PEM) of who vouches for the registry, if this system does not know them',
    )
    .option('--plain-http', 'without encryption: what is on the way can be read and changed');
}

function registryInput(repository: string, { user, ca, plainHttp }: RegistryOptions) {
  return { repository, user, authorities: ca, plainHttp: plainHttp === true };
}
