/** The words of the command line that are about archives for Podman. */
import type { Command } from 'commander';
import type { GlobalOptions, Run } from './run.ts';

interface ImportOptions {
  readonly image?: string;
  readonly name?: string;
  readonly from?: string;
  readonly comment?: string;
}

export function addPodmanCommands(program: Command, run: Run): void {
  const options = (): GlobalOptions => program.opts();

  program
    .command('export <point>')
    .description('write a restore point as an archive that `podman container restore --import` takes')
    .requiredOption('--out <file>', 'the archive; nothing may be there yet')
    .option('--image-out <file>', 'its image, for `podman load`; by default beside it, as FILE.image.tar')
    .addHelpText('after', exportHelp)
    .action((point: string, { out, imageOut }: { out: string; imageOut?: string }) => {
      const input = { point, out, imageOut: imageOut ?? `${out}.image.tar` };
      return run({ method: 'podman.export', options: options(), input });
    });
  program
    .command('import <file>')
    .description('take a checkpoint that Podman has exported in as a restore point')
    .option('--image <file>', 'an archive of its image')
    .option('--name <name>', 'what the container is called from then on')
    .option('--from <host>', 'where it ran, for your lists')
    .option('--comment <text>', 'to know it again by')
    .addHelpText('after', importHelp)
    .action((file: string, { image: imageFile, ...given }: ImportOptions) =>
      run({ method: 'podman.import', options: options(), input: { file, imageFile, ...given } }),
    );
}

const importHelp = `
FILE is what \`podman container checkpoint --export FILE CONTAINER\` has written; --image what
\`podman save --format oci-archive --output FILE IMAGE\` has, and is not needed when a restore point here is of that image.
The restore point is browsed as any other. With its memory it goes back to Podman by \`shiplock export\`, as it came, and goes on
under Docker by \`shiplock restore\`. Folders of the host are not in Podman's archives.`;

const exportHelp = `
Memory, RW layer, volumes and folders of the host go with it; folders become volumes of Podman's. Neither file is encrypted.
The other host needs Podman (tried with 5.4), runc and CRIU, as root. Left behind are access lists of files, health checks,
networks other than Podman's own, and the filter of system calls of programs that are started in it later.`;
