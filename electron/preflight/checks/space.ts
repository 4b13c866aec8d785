/** Room on the target for what will arrive, on its disk and in its memory. */
import type { Finding } from '../../../shared/model.ts';
import { formatBytes } from '../../../shared/units.ts';
import type { Check, Subject } from '../subject.ts';

/** For the engine's own files and what the container writes meanwhile. */
const spareBytes = 64 * 1024 * 1024;

export const space: Check = (subject) => {
  const { target, vitals } = subject;
  const findings: Finding[] = [];
  const needed = diskBytes(subject) + spareBytes;
  const available = target.facts.space.dockerRoot?.availableBytes;
  if (available !== undefined && available < needed) {
    findings.push({
      id: 'disk-too-small',
      severity: 'error',
      text: `The disk of ${target.name} has no room for the container.`,
      measured: formatBytes(available),
      needed: formatBytes(needed),
      remedy: `Free space on ${target.name}: docker system prune`,
    });
  }
  if (target.facts.memAvailableBytes < vitals.memoryBytes) {
    findings.push({
      id: 'memory-too-small',
      severity: 'error',
      text: `${target.name} has too little free memory for the container.`,
      measured: formatBytes(target.facts.memAvailableBytes),
      needed: formatBytes(vitals.memoryBytes),
      remedy: `Stop something on ${target.name}.`,
    });
  }
  return findings;
};

/**
 * How much of the container's memory a checkpoint may come to. A chain of pre-dumps holds pages that changed meanwhile
 * more than once.
 */
export const checkpointShare = (isInRounds: boolean): number => (isInRounds ? 1.75 : 1.25);

function diskBytes({ imageBytes, rwLayerBytes, mounts, vitals, source, target }: Subject): number {
  const data = mounts
    .filter(({ treatment }) => treatment === 'copy')
    .reduce((sum, { onSource, onTarget }) => sum + Math.max(0, onSource.bytes - onTarget.bytes), 0);
  // The checkpoint lies in memory if it fits there twice, otherwise on the disk: see migration/steps/workspace.ts.
  const share = checkpointShare(source.facts.tracksDirtyPages);
  const fits = target.facts.memAvailableBytes > vitals.memoryBytes * (share * 2 + 0.5);
  const checkpoint = fits ? 0 : vitals.memoryBytes * share;
  return imageBytes + rwLayerBytes + data + checkpoint;
}
