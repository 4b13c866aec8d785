/** One SSH connection to one host, and what can be done over it. */
import { constants } from 'node:os';
import type { Duplex } from 'node:stream';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { abortReason, deadline } from './cancellation.ts';
import { briefMs } from './limits.ts';
import { collect } from './collect.ts';
import { Commands } from './commands.ts';
import type { Link } from './link.ts';
import { printable } from '../../shared/printable.ts';
import { en, zh } from '../../shared/words.ts';
import { quoteCommand } from './quote.ts';
import type { ProcessExit, RemoteProcess } from './remote-process.ts';
import type { Sudo } from './sudo.ts';

export type { ProcessExit, RemoteProcess } from './remote-process.ts';

export interface ExecResult {
  readonly stdout: string;
  /** The last MiB of it. */
  readonly stderr: string;
  /** The exit status; for a command ended by a signal, 128 and the signal's number, as shells have it. */
  readonly status: number;
}

export interface ExecOptions {
  /** The command's standard input; without it, an empty one. */
  readonly input?: string | Buffer | undefined;
  /** On abort the command is ended on the host. */
  readonly signal?: AbortSignal | undefined;
  /** From the call on, waiting for a free channel included; then the command is ended. Two minutes by default. */
  readonly timeoutMs?: number | undefined;
  /**
   * Should the link be lost, the command is ended as soon as there is another. By default that is so for commands with a
   * signal or a limit of their own; the others are left to end by themselves, which is soon.
   */
  readonly endsWithLink?: boolean | undefined;
  /** Report a failing status instead of throwing it. */
  readonly allowFailure?: boolean | undefined;
  /** More output than this ends the command. 16 MiB by default. */
  readonly maxStdoutBytes?: number | undefined;
}

export interface OpenOptions {
  /** On abort the command is ended on the host. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Commands run as the host's user, through sudo where the host says so, in the C locale. At most eight run at a
 * time, the rest wait their turn; a process from `open` holds its place until it has ended and its output has been read
 * or thrown away, so keep few of them open.
 *
 * When the promise of an aborted or overdue command rejects, the command and its children have been ended on the host
 * (or four seconds of trying have passed: a process that waits for a dead disk cannot be ended). If the link is lost
 * over that, it rejects with `link-lost` instead. After a lost link, commands may still be running on the host; those that
 * end with the link are ended before `Sessions` gives out the next session with it, so that they meddle with
 * nothing that is done then.
 */
export interface Session extends Disposable {
  readonly host: Host;
  /** The host's public key, in SSH's wire form: the one that was agreed to. */
  readonly hostKey: Buffer;
  /** Aborts when the connection is gone: with `link-lost`, after at most 20 seconds of silence, or `cancelled` by `close`. */
  readonly lost: AbortSignal;
  /**
   * Runs a command and returns what it printed. Throws `command-failed` with its error output in the details,
   * `sudo-refused`, `timed-out`, `link-lost`, or what the signal was aborted with (`cancelled` by default).
   */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** As `exec`, for the text of a POSIX sh script; `name` is its `$0`. Text and arguments fit in 128 KiB, quoted. */
  script(name: string, text: string, args: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Starts a command and hands out its streams. */
  open(argv: readonly string[], options?: OpenOptions): Promise<RemoteProcess>;
  /** A connection from the host to an address as the host sees it. Throws `host-unreachable` if there is none. */
  forward(address: string, port: number): Promise<Duplex>;
  close(): void;
}

const defaultMaxStdoutBytes = 16 * 1024 * 1024;
const detailsLength = 8192;
/** PAM lets a wrong password wait for some seconds, and a directory service may be slow. */
const sudoTimeoutMs = 30_000;

export class SshSession implements Session {
  readonly host: Host;
  readonly hostKey: Buffer;
  readonly lost: AbortSignal;
  readonly #link: Link;
  readonly #commands: Commands;

  /** For `connect`: a link that is logged in, and how commands go through sudo, or undefined if they do not. */
  constructor(host: Host, link: Link, sudo: Sudo | undefined) {
    this.host = host;
    this.hostKey = link.hostKey;
    this.lost = link.lost;
    this.#link = link;
    this.#commands = new Commands(host, link, sudo);
  }

  /** Throws `sudo-refused` if sudo does not let commands through. A wrong password is tried once. */
  async proveSudo(): Promise<void> {
    const argv = ['true'];
    const overdue = {
      en: `sudo on ${this.host.name} gave no answer within ${sudoTimeoutMs / 1000} s.`,
      zh: `${this.host.name} 上的 sudo 在 ${sudoTimeoutMs / 1000} 秒内没有应答。`,
    };
    using limit = deadline(undefined, sudoTimeoutMs, overdue);
    const process = await this.#commands.run(argv, {
      signal: limit.signal,
      mayBeEnded: true,
      isTrial: true,
    });
    const { exit, stderr } = await collect(process, undefined, defaultMaxStdoutBytes);
    if (exit.status !== 0) throw this.#failure(argv, exit, stderr);
  }

  /** By which a later session finds what this one has left running. */
  get commandsMark(): string {
    return this.#commands.mark;
  }

  /** Ends what a lost session has left running. Never throws. */
  endCommandsOf(mark: string): Promise<void> {
    return this.#commands.endAll(mark);
  }

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const {
      input,
      signal,
      timeoutMs = briefMs,
      endsWithLink = signal !== undefined || options.timeoutMs !== undefined,
      allowFailure = false,
      maxStdoutBytes = defaultMaxStdoutBytes,
    } = options;
    const overdue = {
      en: `A command on ${this.host.name} took longer than ${timeoutMs} ms and was ended: ${argv[0]}.`,
      zh: `${this.host.name} 上的命令超过 ${timeoutMs} 毫秒，已被终止：${argv[0]}。`,
    };
    using limit = deadline(signal, timeoutMs, overdue);
    const process = await this.#commands.run(argv, { signal: limit.signal, mayBeEnded: endsWithLink });
    const { stdout, stderr, exit } = await collect(process, input, maxStdoutBytes);
    const status = statusOf(exit);
    if (status === undefined || (status !== 0 && !allowFailure)) throw this.#failure(argv, exit, stderr);
    return { stdout, stderr, status };
  }

  script(
    name: string,
    text: string,
    args: readonly string[],
    options: ExecOptions = {},
  ): Promise<ExecResult> {
    return this.exec(['sh', '-c', text, name, ...args], options);
  }

  open(argv: readonly string[], options: OpenOptions = {}): Promise<RemoteProcess> {
    return this.#commands.run(argv, { signal: options.signal, mayBeEnded: true });
  }

  forward(address: string, port: number): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      if (this.lost.aborted) {
        reject(abortReason(this.lost));
        return;
      }
      this.#link.client.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
        if (error === undefined) resolve(channel);
        else reject(this.lost.aborted ? abortReason(this.lost) : this.#noForward(address, port, error));
      });
    });
  }

  close(): void {
    const { name } = this.host;
    const text = { en: `The connection to ${name} was closed.`, zh: `与 ${name} 的连接已关闭。` };
    this.#link.disconnect(new ShiplockError('cancelled', text));
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #failure(argv: readonly string[], exit: ProcessExit, stderr: string): ShiplockError {
    const how =
      exit.signal !== undefined
        ? { en: `was ended by ${printable(exit.signal)}`, zh: `被信号 ${printable(exit.signal)} 终止` }
        : exit.status === null
          ? { en: 'ended without a status', zh: '结束时没有状态码' }
          : { en: `failed with status ${exit.status}`, zh: `失败，状态码 ${exit.status}` };
    const lastWords = printable(stderr.trimEnd().split('\n').at(-1) ?? '').slice(0, 300);
    const program = argv[0] ?? '';
    const text = {
      en: en`On ${this.host.name}, ${program} ${how}${lastWords === '' ? '' : `: ${lastWords}`}`,
      zh: zh`在 ${this.host.name} 上，${program} ${how}${lastWords === '' ? '' : `：${lastWords}`}`,
    };
    const details = `${quoteCommand(argv).slice(0, detailsLength)}\n${stderr.slice(-detailsLength)}`;
    return new ShiplockError('command-failed', text, { details });
  }

  #noForward(address: string, port: number, cause: Error): ShiplockError {
    const { name } = this.host;
    const details = cause.message;
    if ('reason' in cause && cause.reason === administrativelyProhibited) {
      const text = {
        en: `${name} does not let connections through to ${address} port ${port}.`,
        zh: `${name} 不允许转发到 ${address} 端口 ${port} 的连接。`,
      };
      const remedy = {
        en: `On ${name}, allow it in sshd's configuration: AllowTcpForwarding yes, and PermitOpen if it is there.`,
        zh: `请在 ${name} 的 sshd 配置中允许：AllowTcpForwarding yes；如有 PermitOpen，也要放行。`,
      };
      return new ShiplockError('host-unreachable', text, { remedy, details, cause });
    }
    const text = {
      en: `${name} could not connect to ${address} port ${port}.`,
      zh: `${name} 无法连接 ${address} 端口 ${port}。`,
    };
    const remedy = {
      en: `Check the address as ${name} sees it, and that its sshd allows TCP forwarding.`,
      zh: `请检查从 ${name} 看去的地址，以及其 sshd 是否允许 TCP 转发。`,
    };
    return new ShiplockError('host-unreachable', text, { remedy, details, cause });
  }
}

/** sshd's reason for a channel that its configuration does not allow (RFC 4254, 5.1). */
const administrativelyProhibited = 1;

function statusOf({ status, signal }: ProcessExit): number | undefined {
  if (status !== null) return status;
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
  return number === undefined ? undefined : 128 + number;
}
