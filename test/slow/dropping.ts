/** A link that drops again and again, as a modem's does that dials anew: what was connected is lost, and it comes back. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Event } from '../../shared/contract.ts';
import type { EdgeHost } from '../edge/host.ts';

export interface DroppingOptions {
  readonly everyMs: number;
  readonly forMs: number;
  /** The link drops for as long as this step is under way. */
  readonly step: string;
}

export interface Dropping {
  readonly onEvent: (event: Event) => void;
  /** How often it has dropped. Resolves when the link is up for good. */
  end(): Promise<number>;
}

/** Each host in turn loses its link, and its connections with it. */
export function dropping(hosts: readonly EdgeHost[], { everyMs, forMs, step }: DroppingOptions): Dropping {
  let stop = new AbortController();
  let losses = 0;
  let under: Promise<void> = Promise.resolve();
  const drop = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      await delay(everyMs, undefined, { signal });
      const host = hosts[losses % hosts.length] as EdgeHost;
      losses += 1;
      await host.cut();
      await host.run(['pkill', '-KILL', '-f', '^sshd-session']);
      await delay(forMs);
      await host.rejoin();
    }
  };
  return {
    onEvent(event) {
      if (event.event !== 'run.step' || event.step !== step) return;
      stop.abort();
      if (event.state !== 'began') return;
      stop = new AbortController();
      const { signal } = stop;
      under = drop(signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    },
    async end() {
      stop.abort();
      await under;
      return losses;
    },
  };
}
