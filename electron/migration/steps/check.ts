/** The liveness check: the container on the target lives as it did on the source, and its data is on the disk. */
import { setTimeout as delay } from 'node:timers/promises';
import { vitals, whatIsMissing } from '../../checkpoint/vitals.ts';
import { ShiplockError } from '../../../shared/errors.ts';
import { thoroughMs } from '../../hosts/limits.ts';
import type { Move } from '../move.ts';
import { parcelsOf } from '../parcels.ts';
import type { Side } from '../side.ts';
import type { Step } from '../step.ts';

/** A service gets this long to answer its own health check; the source stays paused meanwhile. */
const healthPatienceMs = 10_000;
const betweenTriesMs = 250;

export const check: Step = {
  name: 'check',

  async run(move) {
    await move.log.part('liveness', () => checkProcesses(move));
    await checkHealth(move);
    const parcels = await parcelsOf(move);
    const paths = parcels.map(({ to }) => to).filter((path) => !path.endsWith('/shiplock-log'));
    await move.target.session.exec(['sync', '-f', '--', ...paths], { timeoutMs: thoroughMs });
  },
};

/** A service that is being restarted by its parent gets this long. */
const processPatienceMs = 2000;

async function checkProcesses({ target, targetId, frozen }: Move): Promise<void> {
  const deadline = Date.now() + processPatienceMs;
  for (;;) {
    const now = await target.engine.container(targetId);
    if (now?.state !== 'running') throw notAlive(target.host, `It is ${now?.state ?? 'gone'}.`);
    if (frozen === undefined) return;
    const alive = await vitals(target.session, target.engine.runtimeRoot, targetId, now.pid);
    const missing = whatIsMissing(frozen, alive);
    if (missing.length === 0) return;
    if (Date.now() > deadline) throw notAlive(target.host, missing.join('; '));
    await delay(betweenTriesMs / 5);
  }
}

/** Asks what the user's own health check asks, unless it failed on the source already. */
async function checkHealth({ target, targetId, plan, signal }: Move): Promise<void> {
  const { healthCommand, healthTimeoutMs = 0 } = (await target.engine.container(targetId)) ?? {};
  if (healthCommand === undefined || plan.container.health === 'unhealthy') return;
  const deadline = Date.now() + healthPatienceMs;
  for (;;) {
    const status = await statusOf(target, targetId, healthCommand, healthTimeoutMs);
    if (status === 0) return;
    if (Date.now() > deadline) throw notAlive(target.host, `Its health check fails with status ${status}.`);
    await delay(betweenTriesMs, undefined, { signal });
  }
}

/** One that takes too long is not tried again: what hangs in a container cannot be ended from outside, and would add up. */
async function statusOf(
  { host, engine }: Side,
  id: string,
  command: readonly string[],
  timeoutMs: number,
): Promise<number> {
  try {
    return await engine.execute(id, command, timeoutMs);
  } catch (thrown) {
    if (!(thrown instanceof ShiplockError) || thrown.code !== 'timed-out') throw thrown;
    throw notAlive(host, `Its health check does not end. ${thrown.message}`);
  }
}

function notAlive(host: string, details: string): ShiplockError {
  return new ShiplockError(
    'not-alive',
    `The container was restored on ${host} but does not live as it did.`,
    { details },
  );
}
