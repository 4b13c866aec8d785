/** The browser shell as people run it: a process of its own, which can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const program = path.resolve(import.meta.dirname, '../../../electron/browser-shell.ts');
/** Longer than that it takes on no machine. */
const longestStartMs = 60_000;

export class ShellProcess implements AsyncDisposable {
  /** Opens the window, once. */
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(shell: ChildProcess, address: string) {
    this.#process = shell;
    this.address = address;
  }

  /** Resolves when its window can be opened. Nothing opens it. */
  static async start(home: string): Promise<ShellProcess> {
    const shell = spawn(process.execPath, [program, '--home', home, '--no-open'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const lines = createInterface({ input: shell.stdout });
      const ended = new AbortController();
      shell.once('exit', () => ended.abort(new Error('the shell has ended')));
      const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(longestStartMs)]);
      for (;;) {
        const [line] = (await once(lines, 'line', { signal })) as [string];
        const [address] = /http:\/\/127\.0\.0\.1:\S+/.exec(line) ?? [];
        if (address !== undefined) return new ShellProcess(shell, address);
      }
    } catch (thrown) {
      shell.kill('SIGKILL');
      throw thrown;
    }
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** As a power cut does it: nothing is said to anyone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }
}
