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

function diskBytes({ imageBytes, rwLayerBytes, mounts, vitals, target }: Subject): number {
  const data = mounts
    .filter(({ treatment }) => treatment === 'copy')
    .reduce((sum, { onSource, onTarget }) => sum + Math.max(0, onSource.bytes - onTarget.bytes), 0);
  // The checkpoint lies in memory if it fits there twice, otherwise on the disk.
  const checkpoint = target.facts.memAvailableBytes > vitals.memoryBytes * 3 ? 0 : vitals.memoryBytes * 1.25;
  return imageBytes + rwLayerBytes + data + checkpoint;
}
