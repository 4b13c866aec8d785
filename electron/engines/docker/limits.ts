/** How long dockerd may take to answer. */
import { ShiplockError } from '../../../shared/errors.ts';
import { abortReason, deadline } from '../../hosts/cancellation.ts';

export interface DockerLimits {
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

/** The part of docker-modem that every request goes through. */
export interface Modem {
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
export function limitTime(modem: Modem, host: string, limits: DockerLimits): void {
  const dial = modem.dial.bind(modem);
  modem.dial = (request, answered) => {
    const ms = limitFor(request, limits);
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

function limitFor({ path, method }: DockerRequest, limits: DockerLimits): number {
  if (/^\/containers\/[^/]+\/start\b/.test(path)) return limits.startMs ?? defaultStartMs;
  if (/^\/containers\/[^/]+\/wait\b/.test(path)) return limits.waitMs ?? defaultWaitMs;
  return method === 'GET' ? (limits.answerMs ?? defaultAnswerMs) : (limits.changeMs ?? defaultChangeMs);
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
