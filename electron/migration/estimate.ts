/**
 * Decisions by estimate: whether another round, or a round of memory, pays. Figures were measured on two-core machines
 * with CRIU 4.2 and are meant to be right within a factor of two; the bench shows what they lead to.
 */

import type { Round } from '../../shared/model.ts';

/** Dumping to memory, and comparing a dump with the last one by rsync: bytes a second on a small box. */
const dumpBytesPerSecond = 800e6;
const compareBytesPerSecond = 800e6;
/** What a pause with a dump costs, however little there is to dump. */
const dumpBaseSeconds = 0.15;
/** How much of the memory is taken to have changed since the round. */
const changedShare = 0.05;
/** A round must win by this much: it is a pause more that the container's users feel. */
const worthwhile = 0.7;

/**
 * `memoryBytes` to send over a route of `bytesPerSecond`. With a round the users feel two shorter pauses instead of one
 * long one; it pays if their sum is clearly shorter.
 */
export function memoryRoundPays(memoryBytes: number, bytesPerSecond: number): boolean {
  const send = memoryBytes / bytesPerSecond;
  const round = dumpBaseSeconds + memoryBytes / dumpBytesPerSecond;
  const delta = memoryBytes / compareBytesPerSecond + (memoryBytes * changedShare) / bytesPerSecond;
  return round + delta < send * worthwhile;
}

/**
 * Where the kernel tracks dirty pages nothing is compared, and a round holds the container still for no more than the
 * collecting of its pages.
 */
export function preDumpPays(memoryBytes: number, bytesPerSecond: number): boolean {
  const send = memoryBytes / bytesPerSecond;
  const round = dumpBaseSeconds + memoryBytes / dumpBytesPerSecond;
  return round + (memoryBytes * changedShare) / bytesPerSecond < send * worthwhile;
}

/** A round that sent less leaves nothing worth another one. */
const smallRoundBytes = 256 * 1024;
/** A round that sent more than this share of the one before no longer shrinks. */
const shrinks = 0.7;

/** `done`: the rounds so far, oldest first. What changes in every round waits for the freeze. */
export function anotherFilesRoundPays(done: readonly Pick<Round, 'bytes'>[]): boolean {
  const last = done.at(-1)?.bytes ?? 0;
  const before = done.at(-2)?.bytes;
  if (last < smallRoundBytes) return false;
  return before === undefined || last < before * shrinks;
}

/**
 * What changes while a round is sent has to be sent in the next. Each round of memory is a pause more, so another one
 * must have far more sending to save than it pauses for.
 */
const sendingPerPause = 8;

export function anotherMemoryRoundPays(done: readonly Pick<Round, 'bytes' | 'ms' | 'pausedMs'>[]): boolean {
  const last = done.at(-1);
  if (last === undefined || last.ms - last.pausedMs < last.pausedMs * sendingPerPause) return false;
  return anotherFilesRoundPays(done);
}

/**
 * `roomBytes`: what the fuller of both workspaces can still take. The next round is taken to be no larger than the last,
 * and after it a dump of everything must still fit, as if all had changed again.
 */
export function anotherPreDumpPays(
  done: readonly Pick<Round, 'bytes' | 'ms' | 'pausedMs'>[],
  memoryBytes: number,
  roomBytes: number,
): boolean {
  const last = done.at(-1);
  if (last === undefined || last.ms - last.pausedMs < last.pausedMs) return false;
  return last.bytes + memoryBytes <= roomBytes && anotherFilesRoundPays(done);
}

/** What is known of the freeze right before it. */
export interface FreezeFacts {
  /** In the container now. */
  readonly memoryBytes: number;
  /** All rounds of the move so far, oldest first. */
  readonly rounds: readonly Pick<Round, 'kind' | 'bytes'>[];
  /** Of files that wait for the freeze, and that rounds leave out. */
  readonly waitingBytes: number;
  readonly bytesPerSecond: number;
}

/**
 * How long the freeze will take, in seconds: dump, sending what changed last, restore. What no round has copied yet is
 * sent whole; of files without a round nothing is known, and nothing is assumed.
 */
export function freezeSeconds({ memoryBytes, rounds, waitingBytes, bytesPerSecond }: FreezeFacts): number {
  const sizes = (kind: Round['kind']): number[] =>
    rounds.filter((round) => round.kind === kind).map(({ bytes }) => bytes);
  const memory = nextRoundBytes(sizes('memory'), memoryBytes * changedShare) ?? memoryBytes;
  const files = (nextRoundBytes(sizes('files'), 0) ?? 0) + waitingBytes;
  const work = dumpBaseSeconds + (2 * memoryBytes) / dumpBytesPerSecond;
  return work + (memory + files) / bytesPerSecond;
}

/** The next round is taken to shrink, or not, as the last one did against the one before. */
function nextRoundBytes(done: readonly number[], afterOne: number): number | undefined {
  const [last, before] = [done.at(-1), done.at(-2)];
  if (last === undefined) return undefined;
  if (before === undefined) return Math.min(afterOne, last);
  return last * Math.min(1, last / Math.max(before, 1));
}

/** A restore point may have grown old: what it has more than that would be sent for nothing. */
const mostStoredShare = 2;
/** So little is sent in a moment, and may be the whole of it. */
const smallStoredBytes = 4 * 1024 * 1024;
/** Comparing more by content may be silent for longer than a transfer may be. */
const mostComparedBytes = 16 * 1024 ** 3;

/** Whether a target is to be filled with so many bytes of a restore point, so that the source need not send so many. */
export function fillingPays(storedBytes: number, bytesToSend: number): boolean {
  return storedBytes <= Math.min(bytesToSend * mostStoredShare + smallStoredBytes, mostComparedBytes);
}

/** Over a faster route memory is sent sooner than compared. */
export function comparingPays(bytesPerSecond: number): boolean {
  return bytesPerSecond < compareBytesPerSecond * worthwhile;
}
