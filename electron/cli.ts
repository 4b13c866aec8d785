/**
 * The contract from a terminal. Only what `--help` needs is loaded at once; the station, with everything behind it,
 * when a command runs.
 */
import { buildProgram } from './cli/program.ts';
import { run } from './cli/run.ts';

const program = buildProgram(run);

try {
  await program.parseAsync();
} catch (error) {
  // commander has said what is wrong; its own status for wrong usage is 1, and ours is 2.
  const status = (error as { exitCode?: unknown }).exitCode;
  if (typeof status !== 'number') throw error;
  process.exitCode = status === 0 ? 0 : 2;
}
