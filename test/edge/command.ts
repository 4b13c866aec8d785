/** Runs a command on this machine and collects what it says. */
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit status; 128 + n if signal n ended it, as a shell has it. */
  readonly status: number;
}

export interface CommandOptions {
  /** What it reads; without it, nothing. */
  readonly input?: string | Uint8Array | Readable;
  /** After so many milliseconds the command and its process group are killed and the call throws. Default: never. */
  readonly timeoutMs?: number;
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGTERM: 15,
};

/** Resolves with whatever status the command ends with. Throws if it cannot be started or takes too long. */
export async function execute(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));

  let timedOut = false;
  const timer =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        }, options.timeoutMs);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) =>
      resolve(status ?? 128 + (signal === null ? 0 : (signalNumbers[signal] ?? 0))),
    );
  });
  const fed = feed(child.stdin, options.input);
  try {
    const [status] = await Promise.all([ended, fed]);
    if (timedOut) throw new Error(`no end after ${options.timeoutMs} ms: ${argv.join(' ')}`);
    return {
      stdout: Buffer.concat(stdout).toString('utf8'),
      stderr: Buffer.concat(stderr).toString('utf8'),
      status,
    };
  } finally {
    clearTimeout(timer);
  }
}

/** The command's standard output. Throws with its standard error if its status is not 0. */
export async function succeed(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { stdout, stderr, status } = await execute(argv, options);
  if (status !== 0)
    throw new Error(`status ${status} from: ${argv.join(' ')}\n${stderr || stdout}`.trimEnd());
  return stdout;
}

/** A command may end without reading all it is given: that is for its status to tell, not an error of ours. */
async function feed(stdin: NodeJS.WritableStream, input: CommandOptions['input']): Promise<void> {
  const source =
    input instanceof Readable ? input : Readable.from(input === undefined ? [] : [Buffer.from(input)]);
  try {
    await pipeline(source, stdin);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ECONNRESET') throw error;
  }
}
