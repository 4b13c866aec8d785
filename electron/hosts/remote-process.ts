/** A command running on a host, as three ordinary streams and an end, over one SSH channel. */
import type { Readable, Writable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { ShiplockError } from '../../shared/errors.ts';
import { inputOf, outputOf } from './channel-streams.ts';

export interface ProcessExit {
  /** The exit status, or null if a signal ended the command or the host gave no status. */
  readonly status: number | null;
  /** For instance `SIGTERM`. */
  readonly signal?: string;
}

export interface RemoteProcess {
  /** Ending or destroying it is the command's end of input. Fails if the command ends before taking all of it. */
  readonly stdin: Writable;
  /** Must be read to its end, or destroyed (the rest is then thrown away). Fails, rather than ends, if output was lost. */
  readonly stdout: Readable;
  /** As `stdout`. Left unread, it stalls the command after some megabytes. */
  readonly stderr: Readable;
  /**
   * Settles when the command has ended; output may still be waiting to be read. Rejects with `link-lost`,
   * `sudo-refused`, or the reason of the abort signal that ended the command.
   */
  readonly exit: Promise<ProcessExit>;
  /** Ends the command and its children (TERM, and KILL two seconds later); `exit` tells when it is done. */
  terminate(): void;
}

export interface ProcessDuties {
  /** Aborts when the connection is gone. */
  readonly lost: AbortSignal;
  /** Resolves when the command does not run on the host any more, or nothing more can be done. Never rejects. */
  readonly end: (process: ChannelProcess) => Promise<void>;
  /** The error if sudo and not the command ended; absent where commands do not go through sudo. */
  readonly refusal: ((status: number | null, stderr: string) => ShiplockError | undefined) | undefined;
}

/** How much of a command's first error output is looked at to tell whether sudo refused it. */
const refusalBytes = 4096;

/** To be constructed in the very callback that hands out the channel: what follows at once is then not missed. */
export class ChannelProcess implements RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exit: Promise<ProcessExit>;
  /** Resolves when the channel is closed at both ends. */
  readonly closed: Promise<void>;
  readonly #channel: ClientChannel;
  readonly #duties: ProcessDuties;
  readonly #outcome = Promise.withResolvers<ProcessExit>();
  #firstErrors = '';
  #ending: Promise<void> | undefined;
  #abortReason: ShiplockError | undefined;
  #exit: ProcessExit | undefined;

  constructor(channel: ClientChannel, duties: ProcessDuties) {
    this.#channel = channel;
    this.#duties = duties;
    this.exit = this.#outcome.promise;
    // Whoever waits for the exit sees its failure; nobody is forced to wait.
    this.exit.catch(() => undefined);
    this.stdin = inputOf(channel);
    const onFlood = (): void => this.#fail(flooded());
    this.stdout = outputOf(channel, onFlood);
    this.stderr = outputOf(channel.stderr, onFlood);
    if (duties.refusal !== undefined) {
      channel.stderr.on('data', (chunk: Buffer) => {
        if (this.#firstErrors.length < refusalBytes) this.#firstErrors += chunk.toString('utf8');
      });
    }
    channel.on('exit', (status: number | null, signal?: string) => {
      this.#report(signal === undefined ? { status } : { status, signal });
    });
    const onLost = (): void => this.#fail(duties.lost.reason as ShiplockError);
    duties.lost.addEventListener('abort', onLost, { once: true });
    this.closed = new Promise((resolve) => {
      channel.on('close', () => {
        duties.lost.removeEventListener('abort', onLost);
        this.#report({ status: null });
        resolve();
      });
    });
    // What goes wrong on a channel shows in the streams made of it.
    channel.on('error', () => channel.close());
  }

  /** Whether the host has reported the command's end. */
  get isOver(): boolean {
    return this.#exit !== undefined;
  }

  /** Asks sshd to signal the command. It refuses this for root, and sudo is out of its reach: only a first try. */
  signal(name: string): void {
    this.#channel.signal(name);
  }

  terminate(): void {
    void this.#end();
  }

  /** Ends the command, then fails its exit and its streams with `reason`. Resolves when that is done. */
  async abort(reason: ShiplockError): Promise<void> {
    this.#abortReason ??= reason;
    await this.#end();
    this.#fail(this.#abortReason);
  }

  #end(): Promise<void> {
    this.#ending ??= this.#duties.end(this);
    return this.#ending;
  }

  #report(exit: ProcessExit): void {
    if (this.#exit !== undefined) return;
    this.#exit = exit;
    if (this.#abortReason !== undefined) return;
    const { refusal } = this.#duties;
    // Only with these statuses may sudo, or env in front of it, have refused; its words may follow the status.
    if (refusal === undefined || (exit.status !== 1 && exit.status !== 127)) {
      this.#outcome.resolve(exit);
      return;
    }
    const decide = (): void => {
      const refused = refusal(exit.status, this.#firstErrors);
      if (refused === undefined) this.#outcome.resolve(exit);
      else this.#outcome.reject(refused);
    };
    if (this.#channel.stderr.readableEnded) decide();
    else this.#channel.stderr.once('end', decide);
  }

  #fail(reason: ShiplockError): void {
    this.#outcome.reject(reason);
    this.stdin.destroy(reason);
    this.stdout.destroy(reason);
    this.stderr.destroy(reason);
    this.#channel.close();
  }
}

const flooded = (): ShiplockError =>
  new ShiplockError(
    'command-failed',
    {
      en: 'A command was given up: its host sends more than there is room for.',
      zh: '已放弃一条命令：主机发来的数据超出了可容纳的量。',
    },
    {
      remedy: {
        en: 'Check what answers there: no sshd does that.',
        zh: '请查明那里应答的是什么：正常的 sshd 不会这样。',
      },
    },
  );
