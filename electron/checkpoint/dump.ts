/** A dump: the container's processes and memory as a set of CRIU images, taken without ending or thawing it. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { ShiplockError } from '../../shared/errors.ts';
import { en, zh } from '../../shared/words.ts';
import type { ExecResult, Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';
import { readPauseMs } from './dump-statistics.ts';
import { explainCriuLog } from './explain.ts';

/** Dumps a container; `dump.sh` says what its arguments are. */
export const dumpScript = ['./dump-alike.sh', './dump.sh']
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join('');

/** What the script waits for before a dump, and takes after it to compare. */
const beyondLimitMs = 180_000;
/** A quarter of an hour for a dump under way, as the script has it, and a little. */
const endMs = 930_000;

const keepScript = readFileSync(new URL('./keep-files.sh', import.meta.url), 'utf8');
/** Lets a container go on that a dump has left paused; `dump-end.sh` says what its arguments are. */
export const dumpEndScript = readFileSync(new URL('./dump-end.sh', import.meta.url), 'utf8');

export interface DumpRequest {
  readonly session: Session;
  readonly runtimeRoot: string;
  readonly containerId: string;
  /**
   * Of the run that has marked the container. A dump that arrives when that run is over, held up by a link that was cut, does
   * nothing.
   */
  readonly key: string;
  /** Folder on the host for the images, in the run's workspace; what an earlier dump left there is replaced. */
  readonly images: string;
  /** Folder on the host for CRIU's log; made if missing. */
  readonly work: string;
  /**
   * The folder of the pre-dump before, beside `images`: then this one holds only the pages that changed since, and is
   * of use only together with that one. It must be the latest that was begun on this container, also of those that
   * failed: each makes the kernel forget what had changed until then.
   */
  readonly parent?: string | undefined;
  /** A dump that takes longer is ended, by the host itself. */
  readonly limitSeconds: number;
  /** Folder on the host with an earlier whole dump of the container, to be compared with. */
  readonly earlier?: string | undefined;
}

export interface Dump {
  /** The size of the images. */
  readonly bytes: number;
  /** The earlier dump has the same pages at the same places of the same files. */
  readonly isAlike: boolean;
}

/**
 * Dumps a paused container and leaves it paused: nothing in it moves before, during or after the dump, unless that is
 * ended midway; then it may have moved for a moment, and the container is good for nothing but to go on.
 * Throws 'dump-refused' with CRIU's first error explained, 'disk-full', 'timed-out', or 'busy' for a run that is over.
 */
export async function dump(request: DumpRequest): Promise<Dump> {
  const stdout = await run(request, 'dump');
  return readDump(stdout);
}

const readDump = (stdout: string): Dump => ({ bytes: sizeIn(stdout), isAlike: /^alike$/m.test(stdout) });

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
  const stdout = await run(request, 'round', files === undefined ? [] : keepArguments(files));
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
  const { stdout, status, stderr } = await start(request, 'round', keepArguments(files));
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

export interface PreDump {
  /** The size of the images. */
  readonly bytes: number;
  /** How long CRIU held the container still, or undefined if it does not say. */
  readonly pausedMs: number | undefined;
}

/**
 * Dumps the memory of a running container and has the kernel note from then on which pages change. CRIU stops the
 * container only while it collects pages, not while it writes them. For a host whose facts say `tracksDirtyPages`.
 * Errors: those of `dump`; a container whose pre-dump was refused runs on unharmed.
 */
export async function preDump(request: DumpRequest): Promise<PreDump> {
  const stdout = await run(request, 'pre-dump');
  const statistics = /^statistics ([0-9a-f]*)$/m.exec(stdout)?.[1] ?? '';
  return { bytes: sizeIn(stdout), pausedMs: readPauseMs(Buffer.from(statistics, 'hex')) };
}

type Kind = 'dump' | 'round' | 'pre-dump';

async function run(request: DumpRequest, kind: Kind, keep: readonly string[] = []): Promise<string> {
  const { stdout, stderr, status } = await start(request, kind, keep);
  if (status === 0) return stdout;
  throw dumpFailure(request.session.host.name, status, stderr, request.limitSeconds);
}

function start(
  { session, runtimeRoot, containerId, key, images, work, parent, earlier = '', limitSeconds }: DumpRequest,
  kind: Kind,
  keep: readonly string[],
): Promise<ExecResult> {
  const before = parent === undefined ? '' : posix.basename(parent);
  const seconds = Math.ceil(limitSeconds);
  const args = [runtimeRoot, containerId, images, work, kind, before, earlier, String(seconds), key, ...keep];
  return session.script('dump', dumpScript, args, {
    allowFailure: true,
    // The script keeps to its limit itself, with that of a dump before it. It alone can let the container go on.
    timeoutMs: seconds * 2000 + beyondLimitMs,
    endsWithLink: false,
  });
}

/** What a dump's script that ended with this status, other than 0, says in its error output. */
export function dumpFailure(host: string, status: number, stderr: string, seconds: number): ShiplockError {
  if (status === 9) {
    const text = {
      en: `On ${host} the container is not marked for this run any more.`,
      zh: `${host} 上的容器已不再标记为属于本次运行。`,
    };
    return new ShiplockError('busy', text, {
      state: { en: 'Nothing was done to it there.', zh: '未在那里对它做任何操作。' },
      remedy: {
        en: 'Another process has ended the run, or the host was started anew: shiplock runs',
        zh: '该次运行已被另一进程结束，或该主机重启过：shiplock runs',
      },
    });
  }
  if (status === 124 || status === 137) {
    const overdue = {
      en: `The container could not be dumped on ${host} within ${Math.ceil(seconds)} s.`,
      zh: `${host} 上的容器未能在 ${Math.ceil(seconds)} 秒内完成转储。`,
    };
    return new ShiplockError('timed-out', overdue, {
      remedy: {
        en: `Look at what CRIU waits for on ${host}: its disk, its memory, a process that cannot be stopped.`,
        zh: `请查看 ${host} 上的 CRIU 在等待什么：磁盘、内存，还是某个无法停下的进程。`,
      },
      details: stderr,
    });
  }
  const { meaning, remedy } = explainCriuLog(stderr);
  const code = /No space left/.test(stderr) ? 'disk-full' : 'dump-refused';
  const text = {
    en: en`The container could not be dumped on ${host}. ${meaning}`,
    zh: zh`${host} 上的容器无法转储。${meaning}`,
  };
  return new ShiplockError(code, text, { remedy, details: stderr });
}

const sizeIn = (stdout: string): number => wholeNumber(/^\d+$/m.exec(stdout)?.[0]) ?? 0;
