/** The lease as a move takes it: what the source does to the container when it is left alone with it. */
import { networkLockProgram } from '../checkpoint/network-lock.ts';
import { outerAddresses } from '../preflight/connections.ts';
import { ShiplockError } from '../../shared/errors.ts';
import { isReadOnlyFailure } from '../hosts/read-only-failure.ts';
import type { Move } from './move.ts';

export const neverRestart = { name: 'no', maximumRetries: 0 };

/**
 * Begins the lease, or takes it up again, and has the source not start the container by itself for as long as it lasts.
 * `pid`: of the container's first process, there. Throws 'lease-over' when another process of this run has let it go.
 */
export async function holdLease(move: Move, pid: number): Promise<void> {
  await move.lease.hold(releaseProgram(move, pid), move.workspace('source'));
  if (isRestarted(move)) await turnRestartOff(move);
}

/**
 * On the source's disk. One that became read-only after it was turned off there has it off; one that was read-only when
 * the move was planned is let off, as the user has accepted.
 */
async function turnRestartOff(move: Move): Promise<void> {
  const { source, sourceId, lease, plan } = move;
  const { engine, host } = source;
  const isOff = engine.hasRestartPolicyProgram(sourceId, neverRestart);
  const ways = [
    ...(move.recall('rounds').isPolicyOff === true ? [isOff] : []),
    engine.restartPolicyProgram(sourceId, neverRestart),
    ...(plan.isSourceReadOnly ? [engine.cannotWriteProgram(sourceId)] : []),
  ];
  try {
    await lease.within(ways.map((way) => `{\n${way}}`).join(' || '));
  } catch (thrown) {
    if (plan.isSourceReadOnly || !isReadOnlyFailure(thrown)) throw thrown;
    throw new ShiplockError(
      'engine-failed',
      {
        en: `The disk of ${host} became read-only after the move was planned.`,
        zh: `制定迁移计划之后，${host} 的磁盘变成了只读。`,
      },
      {
        remedy: {
          en: 'Plan the move again: it goes without that disk, once you have accepted what that means.',
          zh: '请重新制定迁移计划：接受相应后果后，无需写该磁盘也可迁移。',
        },
        cause: thrown,
      },
    );
  }
}

/**
 * Does nothing when it has it back already. On a disk that became read-only meanwhile it stays off, which is told: the
 * container runs, and that matters more.
 */
export async function giveRestartBack({ source, sourceId, plan, log }: Move): Promise<void> {
  const { name, restartPolicy } = plan.container;
  try {
    await source.engine.setRestartPolicy(sourceId, restartPolicy);
  } catch (thrown) {
    if (!isReadOnlyFailure(thrown)) throw thrown;
    const text =
      restartPolicy.name + (restartPolicy.maximumRetries > 0 ? `:${restartPolicy.maximumRetries}` : '');
    log.remark({
      en: `The disk of ${source.host} became read-only: ${name} runs there, but is not started again by itself. When the disk can be written again: docker update --restart ${text} ${name}`,
      zh: `${source.host} 的磁盘变成了只读：${name} 仍在那里运行，但不会再自动重启。磁盘恢复可写后请执行：docker update --restart ${text} ${name}`,
    });
  }
}

function releaseProgram(move: Move, pid: number): string {
  const { source, sourceId, plan } = move;
  const policy = isRestarted(move) ? plan.container.restartPolicy : undefined;
  const unlock = mustBeSilent(move) ? networkLockProgram('unlock', pid) : '';
  return unlock + source.engine.goOnProgram(sourceId, policy);
}

export const isRestarted = ({ plan }: Move): boolean => plan.container.restartPolicy.name !== 'no';

/** Its copy will speak from the same address. */
export const mustBeSilent = ({ plan }: Move): boolean => outerAddresses(plan.container).length > 0;
