/** What a rescue does on a source that can be reached after all: its copy is parked, and nothing of the move is left. */
import { sentences } from '../../shared/words.ts';
import { closeDirectRoute } from './direct-route.ts';
import { unmarkContainer } from './mark.ts';
import type { Move } from './move.ts';
import { parkSource } from './park.ts';
import { stateOf } from './step-state.ts';
import { parkedName } from './steps/retire.ts';
import { closeWorkspace } from './workspace.ts';

export async function parkSourceCopy(move: Move): Promise<void> {
  const { source, target, plan } = move;
  // With the mark goes the watchdog, which would give the restart policy back.
  await unmarkContainer(source.session, move.leased);
  const found = await parkSource(move);
  if (found === 'gone') {
    const { name } = plan.container;
    move.log.remark({
      en: `${source.host} has no copy of ${name} any more.`,
      zh: `${source.host} 上已没有 ${name} 的副本。`,
    });
    return;
  }
  const also =
    found === 'ran' && stateOf(move, 'resume') === 'done'
      ? {
          en: `It was running there when ${source.host} was reached again, beside the one on ${target.host}, and was stopped.`,
          zh: `重新连上 ${source.host} 时它正在那里运行，与 ${target.host} 上的同时运行，现已停止。`,
        }
      : undefined;
  const parked = {
    en: `The copy on ${source.host} is parked there as ${parkedName(move)}, with its data: it may hold what is newer.`,
    zh: `${source.host} 上的副本已停放为 ${parkedName(move)}，数据一并保留：其中可能有更新的内容。`,
  };
  move.log.remark(sentences(parked, also));
}

export async function tidySource(move: Move): Promise<void> {
  const { source, leased, plan } = move;
  await closeDirectRoute(move);
  await unmarkContainer(source.session, leased);
  await closeWorkspace(source.session, plan.key);
}
