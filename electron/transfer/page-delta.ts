/**
 * What changed between two dumps, page by page. Where both dumps are laid out alike, which is so unless the
 * container took or gave back memory in between, this reads each dump once on the source and nothing on the target;
 * rsync would read everything three times, and the container is frozen meanwhile.
 */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import { compressed, type Compression } from './compression.ts';
import type { Route } from './route.ts';

const deltaProgram = readFileSync(new URL('./page-delta.pl', import.meta.url), 'utf8');
const patchProgram = readFileSync(new URL('./page-patch.pl', import.meta.url), 'utf8');

/** The copy is left as it is until all changes are there. */
export interface Gather {
  /** On the target: where they wait. */
  readonly file: string;
  /** Called when they are all there, before the first is applied. */
  readonly onWhole: () => void;
}

export interface DifferenceRequest {
  readonly route: Route;
  readonly source: Session;
  readonly target: Session;
  /** On the source: the dump whose copy the target has, and the new one. */
  readonly oldImages: string;
  readonly newImages: string;
  /** On the target: the copy, which becomes the new one. */
  readonly copy: string;
  readonly gather?: Gather | undefined;
  readonly onBytes: (bytes: number) => void;
  readonly compression: Compression;
  readonly signal: AbortSignal;
}

/** True if the host can play its part in `sendDifference`. */
export async function hasPerl(session: Session, signal?: AbortSignal): Promise<boolean> {
  const argv = ['sh', '-c', 'command -v perl'];
  return (await session.exec(argv, { allowFailure: true, signal })).status === 0;
}

/**
 * Makes the copy equal to the new dump. Only for dumps that are laid out alike, and hosts that have perl.
 * Errors: those of `Route.join`.
 */
export async function sendDifference(request: DifferenceRequest): Promise<void> {
  const { source, target, oldImages, newImages, copy, gather, compression, onBytes, signal } = request;
  const patch = ['perl', '-e', patchProgram, copy];
  const transfer = {
    source: { session: source, command: ['perl', '-e', deltaProgram, oldImages, newImages] },
    target: { session: target, command: gather ? ['sh', '-c', 'cat >"$1"', 'gather', gather.file] : patch },
    bothWays: false,
    what: { en: 'the memory', zh: '内存' },
    onBytes,
    signal,
  };
  await request.route.join(compressed(transfer, compression));
  if (gather === undefined) return;
  gather.onWhole();
  await target.exec(['sh', '-c', applyGathered, 'apply', gather.file, ...patch]);
}

const applyGathered = 'file=$1; shift; "$@" <"$file" || exit; rm -f "$file"';
