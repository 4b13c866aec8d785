/**
 * The contract from a terminal. Only what `--help` needs is loaded at once; the station, with everything behind it,
 * when a command runs.
 */
import './heap.ts';
import { CommanderError } from 'commander';
import { buildProgram } from './cli/program.ts';
import { run } from './cli/run.ts';

// Nobody who reads any more, as with `| head`: what goes on on the hosts must not end for that.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const json = process.argv.includes('--json');
const program = buildProgram(run, {
  // Where JSON is asked for there is nothing else: the one document says what is wrong.
  writeErr: (text) => void (json || process.stderr.write(text)),
});

try {
  await program.parseAsync();
} catch (error) {
  // commander has said what is wrong; its own status for wrong usage is 1, and ours is 2.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
  if (json && error.exitCode !== 0) {
    const message =
      error.code === 'commander.help' ? 'A command is missing.' : error.message.replace(/^error: /, '');
    process.stdout.write(`${JSON.stringify({ error: { code: 'usage', message } })}\n`);
  }
}
