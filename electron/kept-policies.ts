/** Carries backup policies out, and stores images ahead, for as long as a shell is open, beside everything else. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CallOptions, Contract } from '../shared/contract.ts';
import { asShiplockError } from '../shared/errors.ts';
import type { Words } from '../shared/words.ts';

export interface KeptPoliciesParts {
  readonly station: Contract;
  readonly signal: AbortSignal;
  readonly tell: NonNullable<CallOptions['onEvent']>;
  /** For what is at hand. No person is asked: nobody may be there. */
  readonly askSecret: NonNullable<CallOptions['askSecret']>;
  /** Between attempts, while there is nothing to carry out or it cannot be. */
  readonly retryMs?: number;
}

/**
 * Resolves when the signal has aborted and what was under way is given up. What keeps the policies from being carried out, a store
 * that is locked for instance, is told of each of them, once for as long as it lasts. Never throws.
 */
export async function keepPolicies(parts: KeptPoliciesParts): Promise<void> {
  const { station, signal, tell, askSecret, retryMs = 60_000 } = parts;
  let told: string | undefined;
  const options: CallOptions = {
    signal,
    onEvent: (event) => {
      told = undefined;
      tell(event);
    },
    askSecret: (request) => askSecret({ ...request, onlyIfAtHand: true }),
  };
  while (!signal.aborted) {
    try {
      if (await isAnythingToDo(station, signal)) await station.call('policies.watch', {}, options);
    } catch (thrown) {
      const { text } = asShiplockError(thrown);
      if (!signal.aborted && told !== JSON.stringify(text)) {
        told = JSON.stringify(text);
        await tellOfAll(parts, text).catch(() => undefined);
      }
    }
    // An abort is the end of it, not a failure.
    await wait(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function isAnythingToDo(station: Contract, signal: AbortSignal): Promise<boolean> {
  const [policies, wishes] = await Promise.all([
    station.call('policies.list', {}, { signal }),
    station.call('images.wishes', {}, { signal }),
  ]);
  return policies.length + wishes.length > 0;
}

async function tellOfAll({ station, tell }: KeptPoliciesParts, why: Words): Promise<void> {
  for (const { host, container } of await station.call('policies.list', {}))
    tell({ event: 'policy.state', host, container, is: 'failed', why });
}
