/**
 * Compression of what is sent, where it pays: decided by how fast the route is, and how fast and how well the source
 * compresses a sample of the data itself. The target is taken to decompress at least as fast as the source compresses.
 */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';
import type { JoinRequest } from './route.ts';

const compressScript = readFileSync(new URL('./compress.sh', import.meta.url), 'utf8');
const sampleScript = readFileSync(new URL('./sample.sh', import.meta.url), 'utf8');

export const compressors = ['zstd', 'lz4'] as const;
export type Compressor = (typeof compressors)[number];
export type Compression = Compressor | 'none';

export interface Sample {
  readonly kind: Compressor;
  readonly before: number;
  readonly after: number;
  readonly seconds: number;
}

/** What both hosts can do, and what the source made of a sample. */
export interface Trial {
  readonly samples: readonly Sample[];
  /** Those that rsync has built in, on both hosts. */
  readonly inRsync: readonly Compressor[];
}

/** Compressors share their processor with the transfer itself: what looks equal on paper is slower in fact. */
const worthwhile = 1.3;

/** The one that gets most of the data through a route of that many bytes a second; `none` unless it is clearly faster. */
export function chooseCompression(samples: readonly Sample[], bytesPerSecond: number): Compression {
  let best: Compression = 'none';
  let fastest = bytesPerSecond * worthwhile;
  for (const { kind, before, after, seconds } of samples) {
    const through = Math.min(before / seconds, (bytesPerSecond * before) / after);
    if (through <= fastest) continue;
    best = kind;
    fastest = through;
  }
  return best;
}

/** Compresses up to 8 MB from the paths on the source, in some tens of milliseconds. */
export async function tryCompression(
  source: Session,
  target: Session,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Trial> {
  const here = 'for each in zstd lz4; do command -v $each >/dev/null && echo $each; done; rsync --version';
  const [tried, there] = await Promise.all([
    source.script('sample', sampleScript, paths, { allowFailure: true, signal }),
    target.exec(['sh', '-c', here], { allowFailure: true, signal }),
  ]);
  return parseTrial(tried.stdout, there.stdout);
}

/** `tried`: what `sample.sh` printed on the source. `there`: the target's compressors, and its rsync about itself. */
export function parseTrial(tried: string, there: string): Trial {
  const words = there.split(/\s+/);
  const known = (word: string | undefined): word is Compressor =>
    compressors.some((kind) => kind === word) && words.includes(word ?? '');
  const samples: Sample[] = [];
  const inRsync: Compressor[] = [];
  const listed = /Compress list:\n\s*(.*)/.exec(there)?.[1]?.split(' ') ?? [];
  for (const line of tried.split('\n')) {
    const [kind, before, after, nanoseconds] = line.split(' ');
    if (kind === 'rsync' && known(before) && listed.includes(before)) inRsync.push(before);
    const [bytes, packed, spent] = [before, after, nanoseconds].map(wholeNumber);
    if (!known(kind) || !bytes || !packed || spent === undefined) continue;
    samples.push({ kind, before: bytes, after: packed, seconds: Math.max(spent, 1) / 1e9 });
  }
  return { samples, inRsync };
}

/** The same transfer, compressed on its way; only for one that goes one way. */
export function compressed(request: JoinRequest, compression: Compression): JoinRequest {
  if (compression === 'none') return request;
  const { source, target } = request;
  return {
    ...request,
    source: { ...source, command: packing(compression, source.command) },
    target: { ...target, command: unpacking(compression, target.command) },
  };
}

/** The same command, its output compressed: for a reader on the laptop. */
export const packing = (compression: Compression, command: readonly string[]): readonly string[] =>
  through('pack', compression, command);

/** The same command, for an input that comes compressed: from the laptop. */
export const unpacking = (compression: Compression, command: readonly string[]): readonly string[] =>
  through('unpack', compression, command);

function through(
  way: 'pack' | 'unpack',
  compression: Compression,
  command: readonly string[],
): readonly string[] {
  return compression === 'none'
    ? command
    : ['sh', '-c', compressScript, 'compress', way, compression, ...command];
}

/** rsync's own words for it. */
export function rsyncCompression(compression: Compression): string[] {
  return compression === 'none' ? [] : [`--compress-choice=${compression}`, '--compress-level=1'];
}
