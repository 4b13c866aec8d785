/** Two commands, one on each host, that begin and end together, whatever joins them. */
import { finished } from 'node:stream/promises';
import { ShiplockError } from '../../shared/errors.ts';
import { en, type Words, zh } from '../../shared/words.ts';
import type { OpenOptions, ProcessExit, RemoteProcess, Session } from '../hosts/session.ts';

export interface Command {
  readonly session: Session;
  readonly command: readonly string[];
}

/** Enough for a command's last words; a host that talks without end cannot fill the laptop's memory. */
const keptErrorChars = 16_384;

/** Starts both, or neither: what was started is ended when the other cannot be. */
export async function startBoth(
  source: Command,
  target: Command,
  signal: AbortSignal | undefined,
): Promise<[RemoteProcess, RemoteProcess]> {
  const options: OpenOptions = signal ? { signal } : {};
  const starting = [source, target].map(({ session, command }) => session.open(command, options));
  const started = await Promise.allSettled(starting);
  const [sender, receiver] = started.map((each) => (each.status === 'fulfilled' ? each.value : undefined));
  if (sender && receiver) return [sender, receiver];
  sender?.terminate();
  receiver?.terminate();
  throw started.find((each) => each.status === 'rejected')?.reason;
}

/** How a command ended; if badly, the other is ended too: it would wait for this one, or talk to nobody. */
export async function outcomeOf(end: Promise<ProcessExit>, other: RemoteProcess): Promise<ProcessExit> {
  try {
    const exit = await end;
    if (exit.status !== 0) other.terminate();
    return exit;
  } catch (error) {
    other.terminate();
    throw error;
  }
}

/** The first of what the command says on its error output, when it has said it. */
export function collectWords(process: RemoteProcess): () => string {
  let text = '';
  process.stderr.on('data', (chunk: Buffer) => {
    if (text.length < keptErrorChars) text += chunk.toString('utf8');
  });
  return () => text.slice(0, keptErrorChars).trim();
}

/** Resolves when nothing that the command started can say anything any more, or the link to it is lost. */
export async function silence(...processes: readonly RemoteProcess[]): Promise<void> {
  await Promise.allSettled(processes.map(({ stderr }) => finished(stderr)));
}

export interface Ending {
  readonly host: string;
  readonly status: number | null;
  readonly words: string;
}

/** The error for a transfer whose commands ended so. */
export function transferFailure(what: Words, source: Ending, target: Ending): ShiplockError {
  const details = [source, target]
    .map(({ host, status, words }) => `${host} (status ${status}): ${words}`)
    .join('\n');
  if (/No space left on device|Disk quota exceeded|no space left/i.test(details)) {
    return new ShiplockError(
      'disk-full',
      {
        en: en`The disk filled up while ${what} went from ${source.host} to ${target.host}.`,
        zh: zh`从 ${source.host} 传送到 ${target.host} 时磁盘写满：${what}。`,
      },
      {
        remedy: {
          en: `Free space on the host whose words are in the details (most likely ${target.host}) and try again.`,
          zh: `请在详细信息中报错的主机（很可能是 ${target.host}）上清理空间后重试。`,
        },
        details,
      },
    );
  }
  if (/Input\/output error|Structure needs cleaning/.test(source.words)) {
    return new ShiplockError(
      'transfer-failed',
      {
        en: en`The disk of ${source.host} fails: not all of ${what} can be read there.`,
        zh: zh`${source.host} 的磁盘有故障，无法完整读出：${what}。`,
      },
      {
        remedy: {
          en: `The details name the files. Take away what the container can do without, and try again; or start it anew on ${target.host} from a backup.`,
          zh: `详细信息中列出了相关文件。请移走容器可以不要的文件后重试；或用还原点在 ${target.host} 上重新启动它。`,
        },
        details,
      },
    );
  }
  const text = {
    en: en`Sending ${what} from ${source.host} to ${target.host} failed.`,
    zh: zh`从 ${source.host} 传送到 ${target.host} 失败：${what}。`,
  };
  return new ShiplockError('transfer-failed', text, { details });
}
