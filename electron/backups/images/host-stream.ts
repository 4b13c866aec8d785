/** A command on a host that the laptop itself reads from or writes to: it ends with what is done with it. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages, Words } from '../../../shared/words.ts';
import type { RemoteProcess, Session } from '../../hosts/session.ts';
import { watchForStall } from '../../transfer/stall.ts';
import { collectWords, silence } from '../../transfer/two-commands.ts';

export interface HostStream extends AsyncDisposable {
  readonly process: RemoteProcess;
  /** To be called whenever something comes or goes: a command that is silent for a quarter of an hour is ended. */
  readonly heard: () => void;
  /** What the command has said on its error output. */
  readonly words: () => string;
}

export interface HostStreamRequest {
  readonly session: Session;
  readonly command: readonly string[];
  /** For errors: "image gauge". */
  readonly what: Words;
  readonly signal?: AbortSignal | undefined;
}

/** Disposed of, it has ended the command on the host. Throws what `Session.open` throws. */
export async function openHostStream(request: HostStreamRequest): Promise<HostStream> {
  const { session, command, what, signal } = request;
  const stall = watchForStall({ what, signal });
  try {
    const process = await session.open(command, { signal: stall.signal });
    return {
      process,
      heard: stall.heard,
      words: collectWords(process),
      async [Symbol.asyncDispose]() {
        process.terminate();
        process.stdin.destroy();
        process.stdout.destroy();
        await process.exit.catch(() => undefined);
        stall[Symbol.dispose]();
      },
    };
  } catch (error) {
    stall[Symbol.dispose]();
    throw error;
  }
}

export interface Failure {
  readonly text: BothLanguages;
  readonly remedy: BothLanguages;
}

/**
 * What `work` gives, when the command has ended well too. Work that fails ends the command. Throws the lost link or the
 * signal's reason; where the command failed, 'disk-full' or 'engine-failed' with its words; or what `work` threw.
 */
export async function endOf<Result>(
  host: HostStream,
  work: Promise<Result>,
  failure: Failure,
): Promise<Result> {
  const { process } = host;
  let isTorn = false;
  const working = work.catch((error: unknown) => {
    // A stream that the command's end has torn is explained by that end, which is about to be told.
    isTorn = process.stdout.readableEnded || hasLeftInput(error);
    if (!isTorn) process.terminate();
    throw error;
  });
  const [worked, ended] = await Promise.allSettled([working, process.exit]);
  if (ended.status === 'rejected') throw ended.reason;
  const { status } = ended.value;
  if (status !== 0 && (worked.status === 'fulfilled' || isTorn)) {
    await silence(process);
    const details = `status ${status}: ${host.words()}`;
    const code = /no space left|disk quota exceeded/i.test(details) ? 'disk-full' : 'engine-failed';
    throw new ShiplockError(code, failure.text, { remedy: failure.remedy, details });
  }
  if (worked.status === 'rejected') throw worked.reason;
  return worked.value;
}

/** `RemoteProcess.stdin`, when the command ended without having read it all. */
function hasLeftInput(error: unknown): boolean {
  return error instanceof ShiplockError && error.code === 'command-failed';
}
