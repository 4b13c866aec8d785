/** Restore points as text for people. */
import type { Output } from '../../shared/contract.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';

export function takenText(taken: Output<'backups.take'>): string {
  const { name, pausedMs, wireBytes, addedBytes, withoutMemory, leftOut } = taken;
  const paused = pausedMs > 0 ? `The container stood still for ${formatMs(pausedMs)}. ` : '';
  return [
    `${name} was taken. ${paused}${formatBytes(wireBytes)} came from the host; the store grew by ${formatBytes(addedBytes)}.\n`,
    ...(withoutMemory === undefined
      ? []
      : [`Files and configuration only: restored, its programs start anew. ${withoutMemory}\n`]),
    ...leftOut.map((path) => `Not in it, since it is not the container's own: ${path}\n`),
  ].join('');
}

export function verifiedText({ blobs, bytes, damages }: Output<'backups.verify'>): string {
  if (damages.length === 0) return `All is as it was written: ${blobs} blobs, ${formatBytes(bytes)}.\n`;
  const lines = damages.map(
    ({ blob, part, problem, affects }) =>
      `✗ ${problem === 'missing' ? 'Missing' : 'Damaged'}: ${part} ${blob}\n  needed by ${affects.join(', ')}\n`,
  );
  const next =
    'The next backup of the same container fetches what is damaged again, if its host still has it.\n';
  return [...lines, next].join('');
}

export function rebuiltText({ points, damages }: Output<'backups.rebuildIndex'>): string {
  const count = points === 1 ? '1 restore point' : `${points} restore points`;
  return [`The index was made anew: ${count}.\n`, ...damages.map((damage) => `✗ ${damage}\n`)].join('');
}
