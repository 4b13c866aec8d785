/** After the decision nobody but the target's engine keeps the container running; what ended meanwhile must be told. */
import { asShiplockError, ShiplockError } from '../../shared/errors.ts';
import type { Move } from './move.ts';

/**
 * The container has ended on the target, and its engine does not start it again, whatever its restart policy: one that it is
 * about to start is not `exited`. Docker 26 without live-restore, when it starts after a crash, ends what still runs and
 * takes it for stopped by hand, so that `unless-stopped` is not obeyed ("hasBeenManuallyStopped=true" in its log). As an error that needs attention; undefined if it runs, or if the target cannot be asked any more.
 */
export async function endedOnTarget(move: Move): Promise<ShiplockError | undefined> {
  const { target, targetId, plan } = move;
  const { name } = plan.container;
  const now = await target.engine.container(targetId).catch((thrown: unknown) => {
    if (asShiplockError(thrown).code !== 'link-lost') throw thrown;
  });
  if (now?.state !== 'exited' && now?.state !== 'dead') return undefined;
  return new ShiplockError(
    'attention',
    {
      en: `${name} was moved to ${target.host} and has ended there since, with exit status ${now.exitCode}.`,
      zh: `${name} 已迁移到 ${target.host}，但此后在那里结束了，退出码为 ${now.exitCode}。`,
    },
    {
      state: {
        en: `No host runs ${name}. All its data is on ${target.host}.`,
        zh: `没有主机在运行 ${name}。它的全部数据都在 ${target.host} 上。`,
      },
      remedy: {
        en: `Start it on ${target.host}: docker start ${name}`,
        zh: `在 ${target.host} 上启动它：docker start ${name}`,
      },
    },
  );
}
