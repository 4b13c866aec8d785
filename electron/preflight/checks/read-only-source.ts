/** What a move off a disk that became read-only cannot promise: see `electron/migration/lease.md`. */
import { formatBytes } from '../../../shared/units.ts';
import type { Found } from '../check.ts';
import { moveCheck } from '../subject.ts';
import { checkpointShare } from './space.ts';

const needs = ['container', 'source', 'sourceCondition', 'target', 'vitals'] as const;

/** What the dump holds beside the memory, and what it leaves to others. */
const besideBytes = 128 * 1024 * 1024;

export const readOnlySource = moveCheck('read-only-source', needs, (subject) => {
  const { container, source, sourceCondition, target, vitals } = subject;
  const found: Found[] = [];
  const host = source.name;
  if (sourceCondition.engineFileSystem?.isReadOnly === true) {
    const policy = container.restartPolicy.name;
    if (policy !== 'no') {
      found.push({
        id: 'source-cannot-promise',
        severity: 'warning',
        host,
        text: {
          en: `The disk of ${host} is read-only, so the restart policy of ${container.name} cannot be turned off there. Should ${host} restart with a disk that can be written again, it runs its old copy beside the one on ${target.name}.`,
          zh: `${host} 的磁盘为只读，无法在那里关闭 ${container.name} 的重启策略。如果 ${host} 重启后磁盘又可写入，它会运行旧副本，与 ${target.name} 上的副本同时存在。`,
        },
        measured: `--restart ${policy}`,
        remedy: {
          en: `If you accept it: do not restart ${host} during the move, and switch it off, or take it off the network, right after. Its copy goes with: docker rm --force --volumes ${container.name}`,
          zh: `如果接受：迁移期间不要重启 ${host}，迁移后立即关机或断开网络。删除其副本：docker rm --force --volumes ${container.name}`,
        },
      });
    }
  }
  const needed = vitals.memoryBytes * checkpointShare(source.facts.tracksDirtyPages) + besideBytes;
  if (isRootReadOnly(subject) && source.facts.memAvailableBytes < needed) {
    found.push({
      id: 'no-room-to-work',
      severity: 'error',
      host,
      text: {
        en: `${host} has no room for the checkpoint: its disk is read-only, and its memory too small.`,
        zh: `${host} 没有空间存放检查点：磁盘为只读，内存又不足。`,
      },
      measured: formatBytes(source.facts.memAvailableBytes),
      needed: formatBytes(needed),
      remedy: { en: `Stop something else on ${host}.`, zh: `停掉 ${host} 上的其他程序。` },
    });
  }
  return found;
});

/** Where a checkpoint goes that does not fit in memory twice. */
const isRootReadOnly = ({
  sourceCondition: { fileSystems },
}: Pick<Parameters<typeof readOnlySource.find>[0], 'sourceCondition'>): boolean =>
  fileSystems.some(({ place, isReadOnly }) => isReadOnly && (place === '/' || place === '/var'));
