/**
 * rsync between two hosts that need not know each other: its sending side runs on the source, its receiving side on
 * the target, and a route joins them. rsync proves every file it sends by a checksum of the whole file.
 */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import type { Words } from '../../shared/words.ts';
import type { Session } from '../hosts/session.ts';
import { type Compression, rsyncCompression } from './compression.ts';
import type { Route } from './route.ts';

const sendScript = readFileSync(new URL('./rsync-send.sh', import.meta.url), 'utf8');
const liveScript = readFileSync(new URL('./rsync-live.sh', import.meta.url), 'utf8');
const flagsScript = readFileSync(new URL('./rsync-flags.sh', import.meta.url), 'utf8');

/**
 * Everything a file has: owners by number, times to the nanosecond (`-@-1`: rsync compares whole seconds otherwise),
 * hard links, ACLs, extended attributes with file capabilities, holes, device nodes (overlayfs whiteouts are such).
 * The attributes left out are overlayfs's notes about the lower layers of this very host, and the folder is one that
 * CRIU makes in a container's /tmp while it dumps.
 */
export const fileOptions: readonly string[] = [
  '-aHAXS',
  '--numeric-ids',
  '-@-1',
  '--delete',
  '--inplace',
  '--no-whole-file',
  '--filter=-x trusted.overlay.origin',
  '--filter=-x trusted.overlay.impure',
  '--filter=-x trusted.overlay.uuid',
  '--exclude=cr-tmpfs.??????/',
];

/**
 * For files that must not be written in place. What has arrived of a file when the link is lost takes its place then, so
 * that the next attempt goes on from there; in place that is so anyway.
 */
export const notInPlace = (options: readonly string[]): readonly string[] => [
  ...options.filter((each) => each !== '--inplace'),
  '--partial',
];

/**
 * CRIU images: few large files. Large blocks cost least. Not in place: when the container took memory in between, what
 * follows has moved, and rsync cannot use what it has already written over. A copy that was cut short leaves the one
 * before as it was.
 */
export const checkpointOptions: readonly string[] = [
  '-a',
  '--delete',
  '--no-whole-file',
  '--block-size=65536',
  '--ignore-times',
];

/**
 * For a copy from long ago: what changed since lies page by page all over it, so that large blocks would hardly find one that
 * is the same.
 */
export const byPage = (options: readonly string[]): readonly string[] => [
  ...options.filter((each) => !each.startsWith('--block-size=')),
  '--block-size=4096',
];

/** To go on with a copy of CRIU images that was cut short: what has arrived stays, however often that happens. */
export const resumableCheckpointOptions: readonly string[] = [...checkpointOptions, '--inplace'];

/** One large file that does not change: what has arrived of it stays, and is gone on from. */
export const archiveOptions: readonly string[] = ['-a', '--inplace', '--no-whole-file', '--block-size=65536'];

export interface RsyncRequest {
  readonly route: Route;
  readonly source: Session;
  readonly target: Session;
  readonly options: readonly string[];
  /** A folder with a slash at its end (its contents are sent) or a file. */
  readonly from: string;
  readonly to: string;
  readonly what: Words;
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** A running container's files may vanish while they are read. In the freeze nothing may. */
  readonly mayVanish: boolean;
  readonly compression: Compression;
}

/** Holds what `receiverFlags` learnt, per source session. */
const learnt = new WeakMap<Session, Map<string, readonly string[]>>();

/** Makes the source equal at the target. Errors: those of `Route.join`. */
export async function rsync(request: RsyncRequest): Promise<void> {
  const { source, target, from, to } = request;
  const options = [...request.options, ...rsyncCompression(request.compression)];
  const flags = await receiverFlags(source, options);
  const live = (side: 'send' | 'receive'): string[] =>
    request.mayVanish ? ['sh', '-c', liveScript, 'rsync-live', side] : [];
  await request.route.join({
    source: {
      session: source,
      command: [...live('send'), 'sh', '-c', sendScript, 'rsync-send', ...options, from],
    },
    target: { session: target, command: [...live('receive'), 'rsync', ...flags, '.', to] },
    bothWays: true,
    what: request.what,
    onBytes: request.onBytes,
    signal: request.signal,
  });
}

/**
 * The flags for the receiving side, as the sending side's rsync would give them: they carry what its version can do.
 * They come from a host, so that nothing but known options passes.
 */
export async function receiverFlags(source: Session, options: readonly string[]): Promise<readonly string[]> {
  const key = options.join('\0');
  const known = learnt.get(source) ?? new Map<string, readonly string[]>();
  learnt.set(source, known);
  const before = known.get(key);
  if (before) return before;
  const { stdout } = await source.script('rsync-flags', flagsScript, options);
  const words = stdout.split('\n');
  const start = words.indexOf('--server');
  const end = words.lastIndexOf('.');
  const flags = start < 0 ? [] : words.slice(start, end);
  if (flags.length < 2 || !flags.every(isReceiverFlag)) {
    const text = {
      en: `rsync on ${source.host.name} does not work as expected.`,
      zh: `${source.host.name} 上的 rsync 工作不正常。`,
    };
    throw new ShiplockError('transfer-failed', text, {
      remedy: {
        en: 'Install rsync 3.2 or newer on the host.',
        zh: '请在该主机上安装 rsync 3.2 或更新版本。',
      },
      details: stdout.slice(0, 2000),
    });
  }
  known.set(key, flags);
  return flags;
}

/**
 * The single letters are those that the options above stand for, and after the `e` what the sender's version can do,
 * which the receiver only compares. None of them leads out of the folder or lets the sender say more.
 */
function isReceiverFlag(word: string): boolean {
  return (
    /^-[vlogDtprAXHSIc]+(e\d*\.[A-Za-z]*)?$/.test(word) ||
    /^-(@-1|B\d{1,7})$/.test(word) ||
    /^--(server|delete|delete-during|inplace|partial|numeric-ids|no-W|checksum|mkpath)$/.test(word) ||
    /^--compress-(choice=(zstd|lz4)|level=1)$/.test(word)
  );
}
