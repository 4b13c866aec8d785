/** The liveness check: a container that was restored lives as it did when it was dumped. */
import { setTimeout as delay } from 'node:timers/promises';
import { ShiplockError } from '../../shared/errors.ts';
import { en, sentences, type Words, zh } from '../../shared/words.ts';
import type { Engine } from '../engines/engine.ts';
import type { Session } from '../hosts/session.ts';
import { type Vitals, vitals, whatIsMissing } from './vitals.ts';

export interface Restored {
  readonly session: Session;
  readonly engine: Engine;
  readonly id: string;
}

/** A service gets this long to answer its own health check. */
const healthPatienceMs = 10_000;
const betweenTriesMs = 250;
/** A service that is being restarted by its parent gets this long. */
const processPatienceMs = 2000;

/** Throws 'not-alive' unless it runs, with all that lived in it then: undefined where that is not known. */
export async function requireLife(
  { session, engine, id }: Restored,
  before: Vitals | undefined,
): Promise<void> {
  const host = session.host.name;
  const deadline = Date.now() + processPatienceMs;
  for (;;) {
    const now = await engine.container(id);
    if (now?.state !== 'running') throw notAlive(host, isNow(now?.state));
    if (before === undefined) return;
    const alive = await vitals(session, engine.runtimeRoot, id, now.pid);
    const missing = whatIsMissing(before, alive);
    if (missing.length === 0) return;
    if (Date.now() > deadline) throw notAlive(host, undefined, missing.join('; '));
    await delay(betweenTriesMs / 5);
  }
}

/** Asks what the user's own health check asks, if there is one. Throws 'not-alive', or the signal's reason. */
export async function requireHealth(
  restored: Restored,
  signal: AbortSignal,
  patienceMs: number = healthPatienceMs,
): Promise<void> {
  const { session, engine, id } = restored;
  const { healthCommand, healthTimeoutMs = 0 } = (await engine.container(id)) ?? {};
  if (healthCommand === undefined) return;
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const status = await statusOf(restored, healthCommand, healthTimeoutMs);
    if (status === 0) return;
    if (Date.now() > deadline)
      throw notAlive(session.host.name, {
        en: `Its health check fails with status ${status}.`,
        zh: `其健康检查失败，状态码 ${status}。`,
      });
    await delay(betweenTriesMs, undefined, { signal });
  }
}

/** One that takes too long is not tried again: what hangs in a container cannot be ended from outside, and would add up. */
async function statusOf(
  { session, engine, id }: Restored,
  command: readonly string[],
  timeoutMs: number,
): Promise<number> {
  try {
    return await engine.execute(id, command, timeoutMs);
  } catch (thrown) {
    if (!(thrown instanceof ShiplockError) || thrown.code !== 'timed-out') throw thrown;
    throw notAlive(session.host.name, {
      en: en`Its health check does not end. ${thrown.text}`,
      zh: zh`其健康检查没有结束。${thrown.text}`,
    });
  }
}

const isNow = (state: string | undefined): Words =>
  state === undefined
    ? { en: 'It is gone.', zh: '它已不存在。' }
    : { en: `It is ${state}.`, zh: `其状态为 ${state}。` };

function notAlive(host: string, why: Words | undefined, details?: string): ShiplockError {
  const text = {
    en: `The container was restored on ${host} but does not live as it did.`,
    zh: `容器已在 ${host} 上恢复，但运行情况与之前不同。`,
  };
  return new ShiplockError('not-alive', sentences(text, why), { details });
}
