/** A round's dump: the container is paused, dumped, and goes on, with what changed in its files kept beside the dump. */
import { readFileSync } from 'node:fs';
import type { ShiplockError } from '../../shared/errors.ts';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';
import { dumpFailure } from './dump-failure.ts';
import { type DumpRequest, runDump, startDump } from './dump-script.ts';
import { type Dump, readDump } from './dump.ts';

const keepScript = readFileSync(new URL('./keep-files.sh', import.meta.url), 'utf8');
/** Lets a container go on that a dump has left paused; `dump-end.sh` says what its arguments are. */
export const dumpEndScript = readFileSync(new URL('./dump-end.sh', import.meta.url), 'utf8');
/** A quarter of an hour for a dump under way, as the script has it, and a little. */
const endMs = 930_000;

export interface DumpRound extends Dump {
  /** How long the container was paused. */
  readonly pausedMs: number;
  /** Its files are kept beside the dump. */
  readonly hasFiles: boolean;
}

/** What is to be kept beside a round's dump: what changed in these places since then. */
export interface FilesToKeep {
  /** Seconds of the host's clock. */
  readonly since: number;
  readonly places: readonly KeptPlace[];
  /** More than this is not kept: the dump alone is of use then. 32 MiB by default. */
  readonly mostBytes?: number | undefined;
  /** For how long the container may stay paused for it when the dump has ended. 50 by default. */
  readonly patienceMs?: number | undefined;
  /** Kept as files of their own, to be read in parts: what is of more bytes and has one name. By default none is. */
  readonly large?: { readonly overBytes: number; readonly clones: string } | undefined;
}

export interface KeptPlace {
  readonly path: string;
  /** If not empty: only files right in the folder whose names begin so. */
  readonly prefix: string;
  /** Names from the place on that are kept whether they changed or not, if they are there. */
  readonly also?: readonly Buffer[] | undefined;
}

const mostKeptBytes = 32 * 1024 * 1024;
const keepPatienceMs = 50;

/**
 * Pauses a running container, dumps it and lets it go on: all that on the host itself, so that a lost link does not keep
 * it paused. Its engine does not hear of it. `files` are kept beside the dump if they are few enough: `unpackFiles` on
 * the target. Errors: those of `dump`.
 */
export async function dumpRound(request: DumpRequest, files?: FilesToKeep): Promise<DumpRound> {
  if (files !== undefined) await writeNames(request, files);
  const stdout = await runDump(request, 'round', files === undefined ? [] : keepArguments(files));
  return readRound(stdout);
}

/** What a pause has given of a container that may not be one that can be dumped. */
export interface FilesRound {
  readonly pausedMs: number;
  /**
   * How long the host took to copy its files, which are kept in the folder of the dump, with a dump or without; undefined:
   * they are not.
   */
  readonly keptMs: number | undefined;
  /** Its images, or why there are none: the 'dump-refused' that `dump` throws. */
  readonly dump: Dump | ShiplockError;
}

/** As `dumpRound`, but a container that CRIU refuses still gives the files of that pause. */
export async function filesRound(request: DumpRequest, files: FilesToKeep): Promise<FilesRound> {
  await writeNames(request, files);
  const { stdout, status, stderr } = await startDump(request, 'round', keepArguments(files));
  const { pausedMs, hasFiles, ...taken } = readRound(stdout);
  const keptMs = hasFiles ? wholeNumber(/^kept (\d+)$/m.exec(stdout)?.[1]) : undefined;
  if (status === 0) return { pausedMs, keptMs, dump: taken };
  const failure = dumpFailure(request.session.host.name, status, stderr, request.limitSeconds);
  if (failure.code !== 'dump-refused') throw failure;
  return { pausedMs, keptMs, dump: failure };
}

/** Where `keep-files.sh` looks for them. Also of none, since an earlier round may have left some. */
async function writeNames({ session, work }: DumpRequest, { places }: FilesToKeep): Promise<void> {
  for (const [number, { also }] of places.entries()) {
    if (also === undefined) continue;
    const write = ['sh', '-c', 'mkdir -p "$1" && cat >"$1/also-$2"', 'names', work, String(number)];
    const names = also.flatMap((name) => [Buffer.from('./'), name, Buffer.of(0)]);
    await session.exec(write, { input: Buffer.concat(names) });
  }
}

function keepArguments(files: FilesToKeep): string[] {
  const { since, places, mostBytes = mostKeptBytes, patienceMs = keepPatienceMs, large } = files;
  const patience = String(Math.ceil(patienceMs / 10));
  const kept = places.flatMap(({ path, prefix }) => [path, prefix]);
  const cloned = large === undefined ? ['', ''] : [String(large.overBytes), large.clones];
  return [patience, keepScript, String(mostBytes), String(since), ...cloned, ...kept];
}

/** What the script prints of a round. */
export function readRound(stdout: string): DumpRound {
  return {
    ...readDump(stdout),
    pausedMs: wholeNumber(/^paused (.*)$/m.exec(stdout)?.[1]) ?? 0,
    hasFiles: /^kept \d+$/m.test(stdout),
  };
}

/**
 * Lets a container go on that `dumpRound` paused and, being killed itself, left so. Waits for one that is under way. Call
 * it when the engine does not know the container as paused.
 */
export async function endDumpRound(
  session: Session,
  runtimeRoot: string,
  containerId: string,
  workspace: string,
): Promise<void> {
  const args = [runtimeRoot, containerId, workspace];
  await session.script('dump-end', dumpEndScript, args, { timeoutMs: endMs, endsWithLink: false });
}
