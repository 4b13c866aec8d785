/**
 * The memory that changed between two dumps, page by page. Where both dumps are laid out alike, which is so unless the
 * container took or gave back memory in between, this reads each dump once on the source and nothing on the target;
 * rsync would read everything three times, and the container is frozen meanwhile.
 */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import { relay } from './relay.ts';

const deltaProgram = readFileSync(new URL('./page-delta.pl', import.meta.url), 'utf8');
const patchProgram = readFileSync(new URL('./page-patch.pl', import.meta.url), 'utf8');
const layoutScript = readFileSync(new URL('./page-layout.sh', import.meta.url), 'utf8');

/** What `sendPages` leaves to others: everything but the files of pages. */
export const pageFiles = 'pages-*.img';

export interface PagesRequest {
  readonly source: Session;
  readonly target: Session;
  /** On the source: the dump whose copy the target has, and the new one. */
  readonly oldImages: string;
  readonly newImages: string;
  /** On the target: the copy, which becomes the new one. */
  readonly copy: string;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** True if the dumps are laid out alike and both hosts have perl: then `sendPages` can do its work. */
export async function canSendPages({
  source,
  target,
  oldImages,
  newImages,
  signal,
}: PagesRequest): Promise<boolean> {
  const tolerant = { allowFailure: true, signal };
  const [alike, canPatch] = await Promise.all([
    source.script('page-layout', layoutScript, [oldImages, newImages], tolerant),
    target.exec(['sh', '-c', 'command -v perl'], tolerant),
  ]);
  return alike.status === 0 && canPatch.status === 0;
}

/** Only after `canSendPages` said yes. Errors: those of `relay`. */
export async function sendPages(request: PagesRequest): Promise<void> {
  const { source, target, oldImages, newImages, copy, onBytes, signal } = request;
  await relay({
    source: { session: source, command: ['perl', '-e', deltaProgram, oldImages, newImages] },
    target: { session: target, command: ['perl', '-e', patchProgram, copy] },
    bothWays: false,
    what: 'the memory',
    onBytes,
    signal,
  });
}
