/** Starts commands on a connection, as many at a time as sshd allows, and ends them when asked. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'ssh2';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { abortReason } from './cancellation.ts';
import { collect } from './collect.ts';
import { commandLine, sudoRefusal } from './command-line.ts';
import { ChannelProcess } from './remote-process.ts';
import { Slots } from './slots.ts';

/** sshd allows ten sessions on a connection (MaxSessions); two are kept for ending commands. */
const maxCommands = 8;
const maxEnders = 2;

/** sshd refuses a channel also when it has not yet put away one that was closed a moment ago. */
const refusalsBelieved = 10;
const afterRefusalMs = 100;

const endCommandScript = readFileSync(new URL('./end-command.sh', import.meta.url), 'utf8');
const endCommandBytes = 4096;
/** A command that was only just sent may not have its mark yet: it is looked for this often. */
const findAttempts = 30;
const findIntervalMs = 100;

export class Commands {
  readonly #host: Host;
  readonly #client: Client;
  readonly #lost: AbortSignal;
  readonly #slots = new Slots(maxCommands);
  readonly #enderSlots = new Slots(maxEnders);

  constructor(host: Host, client: Client, lost: AbortSignal) {
    this.#host = host;
    this.#client = client;
    this.#lost = lost;
  }

  /**
   * Starts a command when there is room for it. When `signal` aborts, it is ended and then fails with the reason.
   * Throws `link-lost`, the signal's reason, or `usage` for a command that cannot be sent.
   */
  async run(argv: readonly string[], signal: AbortSignal | undefined): Promise<ChannelProcess> {
    // ssh2 has no word for "signal" once the input has ended, and sshd none for root: commands are found by a mark.
    const mark = `SHIPLOCK_COMMAND=${randomUUID()}`;
    const line = commandLine(this.#host, argv, mark);
    const process = await this.#startInTurn(line, mark, signal);
    if (signal === undefined) return process;
    const onAbort = (): void => void process.abort(abortReason(signal));
    if (signal.aborted) {
      await process.abort(abortReason(signal));
    } else {
      signal.addEventListener('abort', onAbort, { once: true });
      void process.closed.then(() => signal.removeEventListener('abort', onAbort));
    }
    return process;
  }

  async #startInTurn(line: string, mark: string, signal: AbortSignal | undefined): Promise<ChannelProcess> {
    const stop = signal === undefined ? this.#lost : AbortSignal.any([this.#lost, signal]);
    for (let refusals = 1; ; refusals += 1) {
      const release = await this.#slots.take(stop).catch(() => Promise.reject(abortReason(stop)));
      try {
        const process = await this.#start(line, mark);
        void process.closed.then(release);
        return process;
      } catch (thrown) {
        release();
        if (!isRefusedChannel(thrown) || this.#slots.taken === 0) throw this.#startFailure(thrown);
        // This host allows fewer sessions than most: go on with as many as it does, once one of them is free.
        if (refusals >= refusalsBelieved) this.#slots.lowerTo(this.#slots.taken);
        else await wait(afterRefusalMs);
      }
    }
  }

  #start(line: string, mark: string | undefined): Promise<ChannelProcess> {
    return new Promise((resolve, reject) => {
      this.#client.exec(line, (error, channel) => {
        if (error !== undefined) {
          reject(error);
          return;
        }
        const process = new ChannelProcess(channel, {
          lost: this.#lost,
          end: (process) => this.#end(process, mark),
          refusal: this.#host.sudo ? (status, stderr) => sudoRefusal(this.#host, status, stderr) : undefined,
        });
        resolve(process);
      });
    });
  }

  async #end(process: ChannelProcess, mark: string | undefined): Promise<void> {
    if (process.isOver) return;
    process.signal('TERM');
    if (mark === undefined) return;
    for (let attempt = 0; attempt < findAttempts && !this.#lost.aborted; attempt += 1) {
      const found = await this.#endMarked(mark);
      if (found === 'some' || (found === 'none' && process.isOver)) return;
      await wait(findIntervalMs);
    }
  }

  /** Ends what carries the mark: `some` was there, `none`, or `unknown` if the host could not be asked just now. */
  async #endMarked(mark: string): Promise<'some' | 'none' | 'unknown'> {
    const line = commandLine(this.#host, ['sh', '-c', endCommandScript, 'end-command']);
    try {
      const release = await this.#enderSlots.take(this.#lost);
      try {
        const ender = await this.#start(line, undefined);
        void ender.closed.then(release);
        const { exit } = await collect(ender, `${mark}\n`, endCommandBytes);
        return exit.status === 3 ? 'none' : 'some';
      } catch (thrown) {
        release();
        throw thrown;
      }
    } catch {
      return 'unknown';
    }
  }

  #startFailure(cause: unknown): ShiplockError {
    if (this.#lost.aborted) return abortReason(this.#lost);
    const { name } = this.#host;
    if (isRefusedChannel(cause)) {
      return new ShiplockError('login-refused', `${name} accepted the login but runs no command.`, {
        remedy: `Check ForceCommand, MaxSessions and the user's shell on ${name}.`,
        details: String(cause),
        cause,
      });
    }
    return new ShiplockError('link-lost', `The connection to ${name} broke.`, {
      details: String(cause),
      cause,
    });
  }
}

/** sshd's "no" to a new channel, as ssh2 tells it. */
function isRefusedChannel(thrown: unknown): boolean {
  return thrown instanceof Error && 'reason' in thrown;
}
