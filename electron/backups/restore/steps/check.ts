/** The restored container lives as it did when the point was taken. */
import { requireHealth, requireLife } from '../../../checkpoint/liveness.ts';
import type { Step } from '../step.ts';

/** Programs that start anew have to get ready first. */
const startPatienceMs = 60_000;

export const check: Step = {
  name: 'check',

  async run(restoration) {
    const { target, containerId: id, plan, signal } = restoration;
    const restored = { session: target.session, engine: target.engine, id };
    const { vitals } = plan.withMemory ? await restoration.point() : {};
    await requireLife(restored, vitals);
    await requireHealth(restored, signal, plan.withMemory ? undefined : startPatienceMs);
  },
};
