/** The words of the command line that are about images ahead of a move. */
import type { Command } from 'commander';
import type { GlobalOptions, Run } from './run.ts';

interface AheadOptions {
  readonly standby?: string;
  readonly off?: boolean;
  readonly once?: boolean;
}

export function addImageCommands(program: Command, run: Run): void {
  const options = (): GlobalOptions => program.opts();

  const images = program
    .command('images')
    .description('list the images in the store, and the containers that have them; no host is needed')
    .option('--container <name>', 'only those of this container')
    .option('--host <host>', 'only those of this host')
    .action(({ container, host }: { container?: string; host?: string }) =>
      run({ method: 'images.list', options: options(), input: { container, host } }),
    );
  images
    .command('store <host>')
    .description('store the images of its containers, as far as they are not stored')
    .option('--container <name>', 'only that of this container')
    .action((host: string, { container }: { container?: string }) =>
      run({ method: 'images.store', options: options(), input: { host, container } }),
    );
  images
    .command('send <host>')
    .description('send the stored images of its containers to a standby host; <host> itself may be off')
    .option('--to <host>', 'the standby host (default: the one named with `images ahead`)')
    .action((host: string, { to }: { to?: string }) =>
      run({ method: 'images.send', options: options(), input: { host, standby: to } }),
    );
  images
    .command('ahead [host]')
    .description(
      'have the images of its containers stored ahead of a move; without <host>, list where that is so',
    )
    .option('--standby <host>', 'and sent to this host')
    .option('--off', 'no longer; what was stored and sent stays: see `images forget`')
    .option('--once', 'make a round now, over <host> or all of them, and end: for cron')
    .addHelpText('after', afterAhead)
    .action((host: string | undefined, { standby, off, once }: AheadOptions, command: Command) => {
      if (once === true) return run({ method: 'images.round', options: options(), input: { host } });
      if (host === undefined) return run({ method: 'images.wishes', options: options(), input: {} });
      if (off === true && standby !== undefined)
        command.error('error: --off and --standby exclude each other');
      return off === true
        ? run({ method: 'images.endWish', options: options(), input: { host } })
        : run({ method: 'images.wish', options: options(), input: { host, standby } });
    });
  images
    .command('forget <host>')
    .description(
      'let go of what was stored for its containers, unless others have it; `prune` then frees its room',
    )
    .action((host: string) => run({ method: 'images.forget', options: options(), input: { host } }));
}

const afterAhead = `
\`backup watch\` makes a round over each host every ten minutes while it is idle, and after six hours whether it is or not.
A round fetches what is new, and nothing else. An image that no container of the host has had for a week is let go: \`prune\`
frees its room, and what was sent for it to the standby host is taken away there, unless a container has it.
`;
