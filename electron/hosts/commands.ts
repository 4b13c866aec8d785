/** Starts commands on a connection, as many at a time as sshd allows, and ends them when asked. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { abortReason, deadline, unlessAborted } from './cancellation.ts';
import { collect } from './collect.ts';
import { commandLine, type Sent } from './command-line.ts';
import type { Link } from './link.ts';
import { ChannelProcess } from './remote-process.ts';
import { WrongSecretError } from './secrets.ts';
import { Slots } from './slots.ts';
import { elevate, elevateOnTrial, type Sudo, sudoRefusal } from './sudo.ts';

/** sshd allows ten sessions on a connection (MaxSessions); two are kept for ending commands. */
const maxCommands = 8;
const maxEnders = 2;

/** sshd refuses a channel also when it has not yet put away one that was closed a moment ago. */
const refusalsBelieved = 10;
/** With no command of ours running: one that was ended by a signal may take some seconds over it, and its channel along. */
const refusalsBelievedAlone = 80;
const afterRefusalMs = 100;

const endCommandScript = readFileSync(new URL('./end-command.sh', import.meta.url), 'utf8');
const endCommandBytes = 4096;
/** A command that was only just sent may not have its mark yet: it is looked for this often. */
const findAttempts = 30;
const findIntervalMs = 100;
/** end-command.sh is done in four seconds; a host that says nothing for longer is not waited for. */
const enderMs = 6000;

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** It may be ended midway, and is, should the link be lost: see `endAll`. */
  readonly mayBeEnded: boolean;
  /** It has no input, and shows whether sudo accepts the password. */
  readonly isTrial?: boolean;
}

export class Commands {
  /** In the environment of every command that may be ended. */
  readonly mark = `SHIPLOCK_COMMAND=${randomUUID()}`;
  readonly #host: Host;
  readonly #client: Link['client'];
  readonly #lost: AbortSignal;
  readonly #sudo: Sudo | undefined;
  readonly #slots = new Slots(maxCommands);
  readonly #enderSlots = new Slots(maxEnders);
  /** A password that was right and is wrong now is not tried again and again: that locks accounts. */
  #wrongPassword: ShiplockError | undefined;

  /** `sudo`: how commands go through it; undefined: they do not. */
  constructor(host: Host, { client, lost }: Link, sudo: Sudo | undefined) {
    this.#host = host;
    this.#client = client;
    this.#lost = lost;
    this.#sudo = sudo;
  }

  /**
   * Starts a command when there is room for it. When `signal` aborts, it is ended and then fails with the reason.
   * Throws `link-lost`, the signal's reason, or `usage` for a command that cannot be sent.
   */
  async run(
    argv: readonly string[],
    { signal, mayBeEnded, isTrial = false }: RunOptions,
  ): Promise<ChannelProcess> {
    if (this.#wrongPassword !== undefined) throw this.#wrongPassword;
    // ssh2 has no word for "signal" once the input has ended, and sshd none for root: commands are found by a mark.
    const mark = `${mayBeEnded ? this.mark : 'SHIPLOCK_COMMAND=whole'}.${randomUUID()}`;
    const process = await this.#startInTurn(this.#sent(argv, mark, isTrial), mark, signal);
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

  /** Ends what another session's commands, by their mark, have left running. Never throws. */
  async endAll(mark: string): Promise<void> {
    await this.#endMarked(mark);
  }

  async #startInTurn(sent: Sent, mark: string, signal: AbortSignal | undefined): Promise<ChannelProcess> {
    const stop = signal === undefined ? this.#lost : AbortSignal.any([this.#lost, signal]);
    for (let refusals = 1; ; refusals += 1) {
      const release = await this.#slots.take(stop).catch(() => Promise.reject(abortReason(stop)));
      try {
        const process = await this.#startUnless(stop, sent, mark);
        void process.closed.then(release);
        return process;
      } catch (thrown) {
        release();
        if (stop.aborted) throw abortReason(stop);
        const isLast = this.#slots.taken === 0 && refusals >= refusalsBelievedAlone;
        if (!isRefusedChannel(thrown) || isLast) throw this.#startFailure(thrown);
        // This host allows fewer sessions than most: go on with as many as it does, once one of them is free.
        if (refusals >= refusalsBelieved && this.#slots.taken > 0) this.#slots.lowerTo(this.#slots.taken);
        else await wait(afterRefusalMs);
      }
    }
  }

  #sent(argv: readonly string[], mark: string | undefined, isTrial = false): Sent {
    const sudo = this.#sudo;
    if (sudo === undefined) return commandLine(argv, mark);
    const through = isTrial ? elevateOnTrial : elevate;
    return commandLine(argv, mark, (environment, inner) => through(sudo, environment, inner));
  }

  #refusal(status: number | null, stderr: string): ShiplockError | undefined {
    const refusal = sudoRefusal(this.#host, status, stderr);
    if (refusal instanceof WrongSecretError) this.#wrongPassword = refusal;
    return refusal;
  }

  /**
   * What is on its way when `stop` aborts is ended before this rejects, as if it had been started before; but a host that
   * leaves the question for a channel unanswered is not waited for.
   */
  async #startUnless(stop: AbortSignal, sent: Sent, mark: string | undefined): Promise<ChannelProcess> {
    const starting = this.#start(sent, mark);
    try {
      return await unlessAborted(starting, stop);
    } catch (thrown) {
      if (!stop.aborted) throw thrown;
      const patience = AbortSignal.any([this.#lost, AbortSignal.timeout(enderMs)]);
      const late = await unlessAborted(starting, patience).catch(() => undefined);
      if (late === undefined) endIfStarted(starting);
      else await late.abort(abortReason(stop));
      throw thrown;
    }
  }

  #start({ line, preamble }: Sent, mark: string | undefined): Promise<ChannelProcess> {
    return new Promise((resolve, reject) => {
      this.#client.exec(line, (error, channel) => {
        if (error !== undefined) {
          reject(error);
          return;
        }
        if (preamble !== '') channel.write(preamble);
        const process = new ChannelProcess(channel, {
          lost: this.#lost,
          end: (process) => this.#end(process, mark),
          refusal: this.#sudo && ((status, stderr) => this.#refusal(status, stderr)),
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
      if (found === 'silence' || found === 'some' || (found === 'none' && process.isOver)) return;
      await wait(findIntervalMs);
    }
  }

  /**
   * Ends what carries the mark: `some` was there, `none`, `unknown` if the host could not be asked just now, or
   * `silence` if it does not answer.
   */
  async #endMarked(mark: string): Promise<'some' | 'none' | 'unknown' | 'silence'> {
    const sent = this.#sent(['sh', '-c', endCommandScript, 'end-command'], undefined);
    using limit = deadline(this.#lost, enderMs, {
      en: `${this.#host.name} does not end its commands.`,
      zh: `${this.#host.name} 没有结束其命令。`,
    });
    try {
      const release = await this.#enderSlots.take(limit.signal);
      try {
        const starting = this.#start(sent, undefined);
        const ender = await unlessAborted(starting, limit.signal, () => endIfStarted(starting));
        void ender.closed.then(release);
        const collected = collect(ender, `${mark}\n`, endCommandBytes);
        const { exit } = await unlessAborted(collected, limit.signal, (reason) => void ender.abort(reason));
        return exit.status === 3 ? 'none' : 'some';
      } catch (thrown) {
        release();
        throw thrown;
      }
    } catch {
      return limit.signal.aborted ? 'silence' : 'unknown';
    }
  }

  #startFailure(cause: unknown): ShiplockError {
    if (this.#lost.aborted) return abortReason(this.#lost);
    const { name } = this.#host;
    if (isRefusedChannel(cause)) {
      const text = {
        en: `${name} accepted the login but runs no command.`,
        zh: `${name} 接受了登录，但不执行命令。`,
      };
      return new ShiplockError('login-refused', text, {
        remedy: {
          en: `Check ForceCommand, MaxSessions and the user's shell on ${name}.`,
          zh: `请检查 ${name} 上的 ForceCommand、MaxSessions 和该用户的 shell。`,
        },
        details: String(cause),
        cause,
      });
    }
    const text = { en: `The connection to ${name} broke.`, zh: `与 ${name} 的连接断开了。` };
    return new ShiplockError('link-lost', text, {
      details: String(cause),
      cause,
    });
  }
}

/** sshd's "no" to a new channel, as ssh2 tells it. */
function isRefusedChannel(thrown: unknown): boolean {
  return thrown instanceof Error && 'reason' in thrown;
}

/** For one that nobody waits for any more. */
function endIfStarted(starting: Promise<ChannelProcess>): void {
  starting.then(
    (late) => late.terminate(),
    () => undefined,
  );
}
