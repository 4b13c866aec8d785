/** Room on the target for what will arrive, on its disk and in its memory. */
import { formatBytes } from '../../../shared/units.ts';
import type { Found } from '../check.ts';
import { moveCheck, type Subject } from '../subject.ts';

/** For the engine's own files and what the container writes meanwhile. */
const spareBytes = 64 * 1024 * 1024;

const needs = ['image', 'rwLayer', 'mounts', 'vitals', 'source', 'target'] as const;

export const space = moveCheck('space', needs, (subject) => {
  const { target, vitals } = subject;
  const found: Found[] = [];
  const needed = diskBytes(subject) + spareBytes;
  const available = target.facts.space.dockerRoot?.availableBytes;
  if (available !== undefined && available < needed) found.push(diskTooSmall(target.name, available, needed));
  const { memAvailableBytes } = target.facts;
  if (memAvailableBytes < vitals.memoryBytes)
    found.push(memoryTooSmall(target.name, memAvailableBytes, vitals.memoryBytes));
  return found;
});

export const diskTooSmall = (host: string, availableBytes: number, neededBytes: number): Found => ({
  id: 'disk-too-small',
  severity: 'error',
  host,
  text: {
    en: `The disk of ${host} has no room for the container.`,
    zh: `${host} 的磁盘空间不足以容纳该容器。`,
  },
  measured: formatBytes(availableBytes),
  needed: formatBytes(neededBytes),
  remedy: {
    en: `Free space on ${host}: docker system prune`,
    zh: `在 ${host} 上清理空间：docker system prune`,
  },
});

export const memoryTooSmall = (host: string, availableBytes: number, neededBytes: number): Found => ({
  id: 'memory-too-small',
  severity: 'error',
  host,
  text: {
    en: `${host} has too little free memory for the container.`,
    zh: `${host} 的空闲内存不足以运行该容器。`,
  },
  measured: formatBytes(availableBytes),
  needed: formatBytes(neededBytes),
  remedy: { en: `Stop something on ${host}.`, zh: `停掉 ${host} 上的一些程序。` },
});

/**
 * How much of the container's memory a checkpoint may come to. A chain of pre-dumps holds pages that changed meanwhile
 * more than once.
 */
export const checkpointShare = (isInRounds: boolean): number => (isInRounds ? 1.75 : 1.25);

function diskBytes({
  image,
  rwLayer,
  mounts,
  vitals,
  source,
  target,
}: Pick<Subject, (typeof needs)[number]>): number {
  const data = mounts
    .filter(({ treatment }) => treatment === 'copy')
    .reduce((sum, { onSource, onTarget }) => sum + Math.max(0, onSource.bytes - onTarget.bytes), 0);
  // The checkpoint lies in memory if it fits there twice, otherwise on the disk: see migration/steps/workspace.ts.
  const share = checkpointShare(source.facts.tracksDirtyPages);
  const fits = target.facts.memAvailableBytes > vitals.memoryBytes * (share * 2 + 0.5);
  const checkpoint = fits ? 0 : vitals.memoryBytes * share;
  return image.bytesToSend + rwLayer.bytes + data + checkpoint;
}
