/** The container on the target lives as it did on the source, and its data is on the disk. */
import { requireHealth, requireLife } from '../../checkpoint/liveness.ts';
import { thoroughMs } from '../../hosts/limits.ts';
import { parcelsOf } from '../parcels.ts';
import type { Step } from '../step.ts';

export const check: Step = {
  name: 'check',

  async run(move) {
    const { target, targetId: id, plan } = move;
    const restored = { session: target.session, engine: target.engine, id };
    await move.log.part('liveness', () => requireLife(restored, move.frozen));
    // One that failed on the source already says nothing here.
    if (plan.container.health !== 'unhealthy') await requireHealth(restored, move.signal);
    const parcels = await parcelsOf(move);
    const paths = parcels.map(({ to }) => to).filter((path) => !path.endsWith('/shiplock-log'));
    await target.session.exec(['sync', '-f', '--', ...paths], { timeoutMs: thoroughMs });
  },
};
