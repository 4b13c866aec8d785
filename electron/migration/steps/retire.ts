/** Takes the source's copy away, or parks it; it never runs again. */
import { readFileSync } from 'node:fs';
import { en, sentences, zh } from '../../../shared/words.ts';
import { isReadOnlyFailure } from '../../hosts/read-only-failure.ts';
import type { Container } from '../../engines/container.ts';
import type { Move } from '../move.ts';
import { startAfterPowerLoss } from '../power-loss.ts';
import type { Step } from '../step.ts';

const script = readFileSync(new URL('../kill-frozen.sh', import.meta.url), 'utf8');

export const retire: Step = {
  name: 'retire',

  async run(move) {
    const { source, sourceId, plan } = move;
    // The target's copy is to be the only one from here on: it must be there.
    await startAfterPowerLoss(move);
    const left = await source.engine.container(sourceId);
    if (left !== undefined) {
      // All its processes are as good as dead before the engine thaws it to end it: none takes another step.
      await source.session.script('kill-frozen', script, [source.engine.runtimeRoot, sourceId]);
      try {
        await takeAway(move, left);
      } catch (thrown) {
        if (!isReadOnlyFailure(thrown) || (await runs(move))) throw thrown;
        remarkOnLeft(move);
        return;
      }
    }
    if (!plan.keepSource) await removeVolumes(move);
  },
};

async function takeAway(move: Move, left: Container): Promise<void> {
  const { source, sourceId, plan } = move;
  if (!plan.keepSource || plan.container.removedOnExit) return source.engine.remove(sourceId);
  await source.engine.kill(sourceId);
  const parked = parkedName(move);
  if (left.name !== parked) await source.engine.rename(sourceId, parked);
}

/** What Docker could not remove it lists as dead, with no process. */
async function runs({ source, sourceId }: Move): Promise<boolean> {
  return ((await source.engine.container(sourceId))?.pid ?? 0) !== 0;
}

/** Its processes are gone; what is on a read-only disk stays. */
function remarkOnLeft({ log, source, plan }: Move): void {
  const { host } = source;
  const { name, restartPolicy } = plan.container;
  const what = plan.keepSource
    ? { en: 'it could not be renamed', zh: '无法重命名' }
    : { en: 'neither it nor its volumes could be removed', zh: '它和它的数据卷都无法删除' };
  const volumes = plan.volumes.filter(({ isCopied }) => isCopied).map((volume) => volume.name);
  const commands = (
    plan.keepSource
      ? [`docker update --restart no ${name}`]
      : [
          `docker rm --force --volumes ${name}`,
          ...(volumes.length > 0 ? [`docker volume rm ${volumes.join(' ')}`] : []),
        ]
  ).join('; ');
  const danger =
    plan.isSourceReadOnly && restartPolicy.name !== 'no'
      ? {
          en: `Keep ${host} off, or off the network, until then: should it start with a disk that can be written again, Docker runs that copy beside the one on ${plan.shown.to}.`,
          zh: `在此之前请让 ${host} 保持关机或断网：如果它开机时磁盘又可写，Docker 会运行那份副本，与 ${plan.shown.to} 上的同时运行。`,
        }
      : undefined;
  const left = {
    en: en`The copy of ${name} on ${host} has ended, but the disk there is read-only: ${what}. When it can be written again: ${commands}.`,
    zh: zh`${name} 在 ${host} 上的副本已结束，但那里的磁盘是只读的：${what}。磁盘恢复可写后请执行：${commands}。`,
  };
  log.remark(sentences(left, danger));
}

export const parkedName = ({ plan, run }: Move): string => `${plan.container.name}-parked-${run}`;

/** Folders of the host that were mounted stay: they are the user's, not the container's. */
async function removeVolumes({ source, plan }: Move): Promise<void> {
  for (const { name, isCopied } of plan.volumes) {
    if (!isCopied || (await source.engine.volumeUsers(name)).length > 0) continue;
    await source.engine.removeVolume(name);
  }
}
