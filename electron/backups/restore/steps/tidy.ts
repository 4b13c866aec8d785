/** Nothing of this run stays behind but the container, the runtime that it uses, and what it replaced. */
import { en, inBothLanguages, zh } from '../../../../shared/words.ts';
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
  for (const { host, name } of plan.parked) {
    const parked = restoration.parkedName(name);
    log.remark({
      en: `${name} on ${host} was stopped and is kept there as ${parked}.`,
      zh: `${host} 上的 ${name} 已停止，并以 ${parked} 之名保留在那里。`,
    });
  }
  for (const landing of restoration.recall('exchange').begun ?? []) {
    const kept = await keepReplaced(restoration, landing);
    if (kept === undefined) continue;
    log.remark({
      en: en`What ${landing.what} held before is kept on ${plan.target}: ${kept}.`,
      zh: zh`${landing.what}中原有的内容保留在 ${plan.target} 上：${kept}。`,
    });
  }
  const silent = plan.findings.find(({ id }) => id === 'original-unknown');
  if (silent !== undefined) log.remark(inBothLanguages(silent.text));
}
