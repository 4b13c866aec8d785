/** The words of the command line that are about the store of restore points and its key. */
import type { Command } from 'commander';
import type { GlobalOptions, Run } from './run.ts';

export function addStoreCommands(program: Command, run: Run): void {
  const options = (): GlobalOptions => program.opts();

  const store = program
    .command('store')
    .description('say where the restore points lie, how much there is, and what opens it')
    .action(() => run({ method: 'store.show', options: options(), input: {} }));
  store
    .command('passphrase')
    .description('open it with a new passphrase from now on')
    .action(() => run({ method: 'store.setPassphrase', options: options(), input: {} }));
  store
    .command('keyring')
    .description("have this system's keyring open it: nobody is asked here any more")
    .action(() => run({ method: 'store.useKeyring', options: options(), input: {} }));
  store
    .command('recovery-key')
    .description('make a new recovery key and print it, once; the one before opens nothing any more')
    .action(() => run({ method: 'store.renewRecoveryKey', options: options(), input: {} }));
}
