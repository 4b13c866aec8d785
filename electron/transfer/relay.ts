/** The relay route: two commands, one on each host, joined by the laptop through the sessions that are open anyway. */
import { pipeline } from 'node:stream/promises';
import { ShiplockError } from '../../shared/errors.ts';
import type { ProcessExit, RemoteProcess, Session } from '../hosts/session.ts';

export interface RelayRequest {
  readonly source: { readonly session: Session; readonly command: readonly string[] };
  readonly target: { readonly session: Session; readonly command: readonly string[] };
  /** Whether the target's output goes back to the source, as rsync needs it. */
  readonly bothWays: boolean;
  /** What is being sent, for errors: "the memory of gauge". */
  readonly what: string;
  /** Called with the size of every chunk that the source sent. */
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Enough for a command's last words; a host that talks without end cannot fill the laptop's memory. */
const keptErrorChars = 16_384;

/**
 * Resolves when both commands ended well and every byte was handed over.
 * Throws 'disk-full', 'transfer-failed' with both commands' words, 'link-lost', or 'cancelled'.
 */
export async function relay({
  source,
  target,
  bothWays,
  what,
  onBytes,
  signal,
}: RelayRequest): Promise<void> {
  const open = signal ? { signal } : {};
  const [sender, receiver] = await Promise.all([
    source.session.open(source.command, open),
    target.session.open(target.command, open),
  ]);
  const words = [collect(sender), collect(receiver)] as const;
  sender.stdout.on('data', (chunk: Buffer) => onBytes(chunk.length));
  const backwards = bothWays ? pipeline(receiver.stdout, sender.stdin) : drain(receiver);
  const flows = Promise.allSettled([pipeline(sender.stdout, receiver.stdin), backwards]);
  // A side that ends badly takes the other with it, which would otherwise wait for it, or talk to nobody.
  const [sent, received] = await Promise.all([outcomeOf(sender, receiver), outcomeOf(receiver, sender)]);
  await flows;
  if (sent.status === 0 && received.status === 0) return;
  const details = [
    `${source.session.host.name} (status ${sent.status}): ${words[0]()}`,
    `${target.session.host.name} (status ${received.status}): ${words[1]()}`,
  ].join('\n');
  throw explainFailure(what, details, source.session.host.name, target.session.host.name);
}

async function outcomeOf(process: RemoteProcess, other: RemoteProcess): Promise<ProcessExit> {
  try {
    const exit = await process.exit;
    if (exit.status !== 0) other.terminate();
    return exit;
  } catch (error) {
    other.terminate();
    throw error;
  }
}

/** A sender without a receiver of its own words still wants its input closed. */
async function drain(receiver: RemoteProcess): Promise<void> {
  receiver.stdout.resume();
  await receiver.exit;
}

function collect(process: RemoteProcess): () => string {
  let text = '';
  process.stderr.on('data', (chunk: Buffer) => {
    if (text.length < keptErrorChars) text += chunk.toString('utf8');
  });
  return () => text.slice(0, keptErrorChars).trim();
}

function explainFailure(what: string, details: string, source: string, target: string): ShiplockError {
  if (/No space left on device|Disk quota exceeded|no space left/i.test(details)) {
    return new ShiplockError(
      'disk-full',
      `The disk filled up while ${what} went from ${source} to ${target}.`,
      {
        remedy: `Free space on the host whose words are in the details (most likely ${target}) and try again.`,
        details,
      },
    );
  }
  return new ShiplockError('transfer-failed', `Sending ${what} from ${source} to ${target} failed.`, {
    details,
  });
}
