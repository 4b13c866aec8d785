/** Stops what makes way, the original above all, and keeps it under another name; it runs again if the restore fails. */
import { neverRestart } from '../../../migration/source-lease.ts';
import type { Restoration } from '../restoration.ts';
import type { Parked } from '../restore-plan.ts';
import type { Step } from '../step.ts';

export const park: Step = {
  name: 'park',
  isNeeded: ({ parked }) => parked.length > 0,

  async run(restoration) {
    for (const parked of restoration.plan.parked) {
      const { engine } = restoration.sideOf(parked);
      const now = await engine.container(parked.id);
      if (now === undefined) continue;
      note(restoration, 'touched', parked);
      await engine.setRestartPolicy(parked.id, neverRestart);
      note(restoration, 'stopped', parked);
      await engine.stop(parked.id);
      const name = restoration.parkedName(parked.name);
      if (now.name !== name) await engine.rename(parked.id, name);
    }
  },

  async undo(restoration) {
    const { touched = [], stopped = [] } = restoration.recall('park');
    for (const parked of restoration.plan.parked.filter(({ id }) => touched.includes(id))) {
      const { engine } = restoration.sideOf(parked);
      const now = await engine.container(parked.id);
      if (now === undefined) continue;
      if (now.name !== parked.name) await engine.rename(parked.id, parked.name);
      // An engine that was asked to stop it goes on with that for as long as the container is given, whoever asked it: a start
      // meanwhile would do nothing.
      if (stopped.includes(parked.id)) await engine.stop(parked.id);
      await engine.setRestartPolicy(parked.id, parked.restartPolicy);
      if (parked.isRunning) await engine.start(parked.id);
      // It runs: should this be repeated, it is not stopped once more.
      const left = (restoration.recall('park').touched ?? []).filter((id) => id !== parked.id);
      restoration.note('park', { touched: left });
    }
  },
};

/** Before it is done, so that it is taken back whatever became of it. */
function note(restoration: Restoration, what: 'touched' | 'stopped', { id }: Parked): void {
  const before = restoration.recall('park')[what] ?? [];
  if (!before.includes(id)) restoration.note('park', { [what]: [...before, id] });
}
