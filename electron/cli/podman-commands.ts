/** The words of the command line that are about archives for Podman. */
import type { Command } from 'commander';
import type { GlobalOptions, Run } from './run.ts';

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
}

const exportHelp = `
Memory, RW layer, volumes and folders of the host go with it; folders become volumes of Podman's. Neither file is encrypted.
The other host needs Podman (tried with 5.4), runc and CRIU, as root. Left behind are access lists of files, health checks,
networks other than Podman's own, and the filter of system calls of programs that are started in it later.`;
