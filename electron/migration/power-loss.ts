/** The target lost its power after the decision, perhaps before its copy had its restart policy back. */
import type { Move } from './move.ts';

/** How Docker puts it that a container was cut short with its host. */
const cutShort = 255;

/** Starts it anew on the target if it was cut short there, and says so in the report. Safe to repeat. */
export async function startAfterPowerLoss(move: Move): Promise<void> {
  const { target, targetId, plan } = move;
  const now = await target.engine.container(targetId);
  if (now?.state !== 'exited' || now.exitCode !== cutShort) return;
  await target.engine.start(targetId);
  const { name } = plan.container;
  move.log.remark({
    en: `${target.host} lost its power after the move was decided: ${name} was started anew there, and what was in its memory is lost.`,
    zh: `迁移提交之后 ${target.host} 断过电：${name} 已在那里重新启动，其内存内容已丢失。`,
  });
}
