/** Nothing of this run stays behind but the container, the runtime that it uses, and what it replaced. */
import { inLanguage } from '../../../../shared/words.ts';
import { closeWorkspace } from '../../../migration/workspace.ts';
import { keepReplaced } from '../exchange.ts';
import type { Restoration } from '../restoration.ts';
import type { Step } from '../step.ts';
import { unmarkAll } from './mark.ts';

export const tidy: Step = {
  name: 'tidy',

  async run(restoration) {
    const { target, plan } = restoration;
    await remarkOnRest(restoration);
    await closeWorkspace(target.session, plan.key);
    await unmarkAll(restoration);
  },
};

async function remarkOnRest(restoration: Restoration): Promise<void> {
  const { plan, log } = restoration;
  const remarks = plan.parked.map(
    ({ host, name }) =>
      `${name} on ${host} was stopped and is kept there as ${restoration.parkedName(name)}.`,
  );
  for (const landing of restoration.recall('exchange').begun ?? []) {
    const kept = await keepReplaced(restoration, landing);
    if (kept !== undefined)
      remarks.push(`What ${landing.what} held before is kept on ${plan.target}: ${kept}.`);
  }
  const silent = plan.findings.find(({ id }) => id === 'original-unknown');
  if (silent !== undefined) remarks.push(inLanguage(silent.text, 'en'));
  // Of a run that was interrupted here some have been said.
  for (const remark of remarks) if (!log.remarks.includes(remark)) log.remark(remark);
}
