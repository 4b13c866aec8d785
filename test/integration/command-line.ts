/** The command line as people run it: a process of its own, from the checkout's `build/shiplock.js`. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Event } from '../../shared/contract.ts';

const program = path.resolve(import.meta.dirname, '../../build/shiplock.js');

/** No command of a test takes longer, unless it says so. */
const usualLongestMs = 90_000;

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when a signal ended it. */
  readonly status: number | null;
}

export interface CommandLineOptions {
  /** Its data folder, given as `--home`. */
  readonly home: string;
  /** The Node that runs it. Default: the one that runs the tests. */
  readonly node?: string | undefined;
  /** A command that takes longer is killed, so that its test fails. Default: 90 s. */
  readonly longestMs?: number | undefined;
}

export class CommandLine {
  readonly home: string;
  readonly #node: string;
  readonly #longestMs: number;

  constructor({ home, node = process.execPath, longestMs = usualLongestMs }: CommandLineOptions) {
    this.home = home;
    this.#node = node;
    this.#longestMs = longestMs;
  }

  /** Runs it to its end, whatever its status. It has no terminal, and nothing to read. */
  async run(...words: readonly string[]): Promise<Finished> {
    return this.start(...words).finished;
  }

  /** As `run` with `--json`; `document` is the one JSON document on its standard output. Throws if there is another. */
  async json(...words: readonly string[]): Promise<Finished & { readonly document: unknown }> {
    const finished = await this.run('--json', ...words);
    if (finished.stdout === '') {
      throw new Error(`no document from ${words.join(' ')}, status ${finished.status}:\n${finished.stderr}`);
    }
    return { ...finished, document: JSON.parse(finished.stdout) as unknown };
  }

  /** A move from `upper` to `lower`, whatever the plan warns of, that tells its events. */
  startMove(container: string, ...more: readonly string[]): RunningCommand {
    const move = ['migrate', container, '--from', 'upper', '--to', 'lower', '--accept', 'all'];
    return this.start('--json', ...move, ...more);
  }

  start(...words: readonly string[]): RunningCommand {
    const argv = [program, '--home', this.home, ...words];
    const child = spawn(this.#node, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    return new RunningCommand(child, this.#longestMs);
  }
}

export class RunningCommand {
  readonly finished: Promise<Finished>;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #stderr = '';

  constructor(child: ChildProcessByStdio<null, Readable, Readable>, longestMs: number) {
    this.#child = child;
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    const overdue = setTimeout(() => child.kill('SIGKILL'), longestMs);
    this.finished = once(child, 'close').then(([status]) => {
      clearTimeout(overdue);
      return { stdout, stderr: this.#stderr, status: status as number | null };
    });
  }

  /** Resolves when `--json` has told of such an event; throws when the command ends without it. */
  async until(matches: (event: Event) => boolean): Promise<Event> {
    let seen = 0;
    for (;;) {
      const events = eventsOf(this.#stderr);
      const found = events.slice(seen).find(matches);
      if (found !== undefined) return found;
      seen = events.length;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`the command ended before that event:\n${this.#stderr}`);
      }
      await Promise.race([once(this.#child.stderr, 'data'), this.finished]);
    }
  }

  /** Resolves, with the run's name, when that step has begun. */
  async untilStep(step: string, state = 'began'): Promise<{ run: string }> {
    const isIt = (event: Event): boolean =>
      event.event === 'run.step' && event.step === step && event.state === state;
    const found = await this.until(isIt);
    return { run: 'run' in found ? found.run : '' };
  }

  /** Kills it when that step has begun; resolves, with the run's name, when it is dead. */
  async killAt(step: string): Promise<{ run: string }> {
    const { run } = await this.untilStep(step);
    this.signal('SIGKILL');
    await this.finished;
    return { run };
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** The events in the whole lines of a standard error. Throws if one is no JSON. */
export function eventsOf(stderr: string): Event[] {
  return stderr
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Event);
}
