/** The Docker Engine API through an SSH session: every connection is a channel that runs `docker system dial-stdio`. */
import { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';
import { ShiplockError } from '../../shared/errors.ts';
import type { BothLanguages } from '../../shared/words.ts';
import { abortReason, deadline } from '../hosts/cancellation.ts';
import type { RemoteProcess, Session } from '../hosts/session.ts';

/** More than Docker has to say about anything. */
const maxAnswerBytes = 16 * 1024 * 1024;

/** A channel in the shape that an HTTP agent keeps alive. Fails when an answer does not end. */
class DialStdio extends Duplex {
  readonly #process: RemoteProcess;
  /** Since something was asked last. */
  #answerBytes = 0;

  constructor(process: RemoteProcess) {
    super({ allowHalfOpen: true });
    this.#process = process;
    process.stdout.on('data', (chunk: Buffer) => {
      this.#answerBytes += chunk.length;
      if (this.#answerBytes > maxAnswerBytes) this.destroy(endless());
      else if (!this.push(chunk)) process.stdout.pause();
    });
    process.stderr.resume();
    // Why the command ended, sudo's refusal for instance, tells more than that it did.
    const fail = (error: Error): void => void this.destroy(error);
    const failAfterExit = (error: Error): void => void process.exit.then(() => fail(error), fail);
    process.exit.catch(fail);
    process.stdout.on('end', () => void process.exit.then(() => this.push(null), fail));
    process.stdout.on('error', failAfterExit);
    process.stdin.on('error', failAfterExit);
  }

  override _read(): void {
    this.#process.stdout.resume();
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#answerBytes = 0;
    this.#process.stdin.write(chunk, done);
  }
  override _final(done: () => void): void {
    this.#process.stdin.end(done);
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#process.terminate();
    done(error);
  }

  // What http.Agent asks of a socket that it keeps for the next request.
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

const endless = (): Error => new Error(`The answer is longer than ${maxAnswerBytes / 1024 / 1024} MiB.`);

/** What Node's agents have beyond their types: every request passes here. */
interface RequestTaker {
  addRequest(request: ClientRequest, options: object): void;
}
const { addRequest } = Agent.prototype as Agent & RequestTaker;

/**
 * docker-modem goes wherever an answer redirects it, from this machine's own network, and throws where nobody catches
 * if it cannot. dockerd redirects nobody; so an answer that does is one like any other.
 */
function leadNowhere(response: IncomingMessage): void {
  delete response.headers.location;
}

class SessionAgent extends Agent implements RequestTaker {
  readonly #session: Session;

  constructor(session: Session) {
    // Few: each is a channel of the host's one connection, and sshd allows ten.
    super({ keepAlive: true, maxSockets: 3, maxFreeSockets: 2 });
    this.#session = session;
  }

  addRequest(request: ClientRequest, options: object): void {
    request.prependListener('response', leadNowhere);
    addRequest.call(this, request, options);
  }

  override createConnection(
    _options: object,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#session.open(['docker', 'system', 'dial-stdio']).then(
      (process) => callback?.(null, new DialStdio(process)),
      (error: unknown) => callback?.(error instanceof Error ? error : new Error(String(error)), new Duplex()),
    );
    return undefined;
  }
}

export interface DockerApi {
  readonly docker: Dockerode;
  close(): void;
}

export interface DockerApiOptions {
  /** How long a question may go unanswered. */
  readonly answerMs?: number | undefined;
  /** How long a change may take that is a matter of bookkeeping, but of copying a volume's first content as well. */
  readonly changeMs?: number | undefined;
  /** How long a container may take to start. */
  readonly startMs?: number | undefined;
  /** How long a container may take to end once it was killed. */
  readonly waitMs?: number | undefined;
}

const defaultAnswerMs = 30_000;
const defaultChangeMs = 300_000;
/** The runtime shim waits five minutes for a checkpoint at most; then the restore reads the memory, maybe from a disk. */
const defaultStartMs = 600_000;
/** A killed process is gone at once, unless it waits for a disk that does not answer: it may do so for ever. */
const defaultWaitMs = 60_000;

export async function openDockerApi(session: Session, options: DockerApiOptions = {}): Promise<DockerApi> {
  const { default: Docker } = await import('dockerode');
  const agent = new SessionAgent(session);
  // Everything is named here: dockerode would fill gaps from DOCKER_HOST and its kin in the user's environment.
  const docker = new Docker({ protocol: 'http', host: 'docker', port: 80, agent } as Dockerode.DockerOptions);
  limitTime(docker.modem as Modem, session.host.name, options);
  return { docker, close: () => agent.destroy() };
}

/** The part of docker-modem that every request goes through. */
interface Modem {
  dial(request: DockerRequest, answered: Answered): void;
}
type Answered = (error: Error | null, answer?: unknown) => void;
interface DockerRequest {
  readonly path: string;
  readonly method: string;
  readonly abortSignal?: AbortSignal;
}

/**
 * A request that dockerd leaves unanswered fails with `timed-out`, and its connection is dropped: a daemon that hangs
 * must not hang a move. Of a stream that is so for its beginning; what comes of it is for its reader to limit.
 */
function limitTime(modem: Modem, host: string, options: DockerApiOptions): void {
  const dial = modem.dial.bind(modem);
  modem.dial = (request, answered) => {
    const ms = limitFor(request, options);
    const overdue = {
      en: `Docker on ${host} gave no answer within ${ms / 1000} s.`,
      zh: `${host} 上的 Docker 在 ${ms / 1000} 秒内没有应答。`,
    };
    const limit = deadline(request.abortSignal, ms, overdue);
    let isAnswered = false;
    const settle: Answered = (error, answer) => {
      if (isAnswered) return;
      isAnswered = true;
      limit[Symbol.dispose]();
      limit.signal.removeEventListener('abort', onAbort);
      answered(error !== null && limit.signal.aborted ? silence(limit.signal, host, request) : error, answer);
    };
    // docker-modem says nothing of a connection that it lost in the middle of an answer.
    const onAbort = (): void => settle(abortReason(limit.signal));
    limit.signal.addEventListener('abort', onAbort, { once: true });
    dial({ ...request, abortSignal: limit.signal }, settle);
  };
}

function limitFor({ path, method }: DockerRequest, options: DockerApiOptions): number {
  if (/^\/containers\/[^/]+\/start\b/.test(path)) return options.startMs ?? defaultStartMs;
  if (/^\/containers\/[^/]+\/wait\b/.test(path)) return options.waitMs ?? defaultWaitMs;
  return method === 'GET' ? (options.answerMs ?? defaultAnswerMs) : (options.changeMs ?? defaultChangeMs);
}

function silence(limit: AbortSignal, host: string, { method, path }: DockerRequest): ShiplockError {
  const { code, text } = abortReason(limit);
  return new ShiplockError(code, text, {
    remedy: {
      en: `Look at Docker's log on ${host} (journalctl -u docker); its daemon hangs, or the host is short of memory or disk.`,
      zh: `请查看 ${host} 上 Docker 的日志（journalctl -u docker）：其守护进程卡住了，或主机的内存、磁盘不足。`,
    },
    details: `${method} ${path}`,
  });
}

interface EngineAnswer {
  readonly statusCode?: number;
  readonly json?: unknown;
  readonly reason?: string;
}

const maxWords = 4000;

/** The engine's answer to a failed request, or undefined when the failure is not an answer. */
export function engineAnswer(error: unknown): { status: number; message: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { statusCode, json, reason } = error as EngineAnswer;
  if (statusCode === undefined) return undefined;
  const said = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
  const message = typeof said === 'string' ? said : (reason ?? error.message);
  return { status: statusCode, message: message.slice(0, maxWords) };
}

/** Runs a request; failures become `ShiplockError`s that name the host and what was asked of it. */
export async function ask<T>(session: Session, what: BothLanguages, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof ShiplockError) throw error;
    session.lost.throwIfAborted();
    const answer = engineAnswer(error);
    const { name } = session.host;
    const text = {
      en: `Docker on ${name} refused to ${what.en}.`,
      zh: `${name} 上的 Docker 拒绝${what.zh}。`,
    };
    const remedy = {
      en: `Check that Docker runs: shiplock hosts check ${name}`,
      zh: `请检查 Docker 是否在运行：shiplock hosts check ${name}`,
    };
    throw new ShiplockError('engine-failed', text, {
      details: answer?.message ?? String(error).slice(0, maxWords),
      remedy: answer ? undefined : remedy,
      cause: error,
    });
  }
}

/** As `ask`, but "no such thing" is undefined. */
export async function askForMaybe<T>(
  session: Session,
  what: BothLanguages,
  request: () => Promise<T>,
): Promise<T | undefined> {
  return unlessAnswered(404, () => ask(session, what, request));
}

/** As `ask`, for what may be so already. */
export async function askUnlessSo(
  session: Session,
  what: BothLanguages,
  request: () => Promise<unknown>,
): Promise<void> {
  await unlessAnswered(304, () => ask(session, what, request));
}

async function unlessAnswered<T>(status: number, asking: () => Promise<T>): Promise<T | undefined> {
  try {
    return await asking();
  } catch (error) {
    if (error instanceof ShiplockError && engineAnswer(error.cause)?.status === status) return undefined;
    throw error;
  }
}
