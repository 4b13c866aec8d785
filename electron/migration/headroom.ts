/** Memory kept free for the freeze: `headroom.sh` says what for. Without it a move only takes longer. */
import { readFileSync } from 'node:fs';
import { thoroughMs } from '../hosts/limits.ts';
import type { Move } from './move.ts';

const script = readFileSync(new URL('./headroom.sh', import.meta.url), 'utf8');

/** What a dump holds beside the memory. */
const besideMemoryBytes = 8 * 1024 * 1024;

export async function holdHeadroom(move: Move, end: 'source' | 'target'): Promise<void> {
  const bytes = String(move.plan.memoryBytes + besideMemoryBytes);
  const args = ['hold', move.workspace(end), bytes];
  await move[end].session.script('headroom', script, args, { signal: move.signal, timeoutMs: thoroughMs });
}

/** Right before the memory is needed. Does nothing when none is held. */
export async function freeHeadroom(move: Move, end: 'source' | 'target'): Promise<void> {
  await move[end].session.script('headroom', script, ['free', move.workspace(end)]);
}
