/** Looks at every known host again and again: whether it answers, and what it runs. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { toErrorData } from '../shared/errors.ts';
import type { HostSight } from '../shared/window-methods.ts';
import type { Journal } from './journal/journal.ts';

type Containers = (host: string, options: CallOptions) => Promise<Output<'containers.list'>>;

export async function watchHosts(
  journal: Journal,
  containersOf: Containers,
  { everySeconds, mayAsk }: Checked<'hosts.watch'>,
  options: CallOptions,
): Promise<Output<'hosts.watch'>> {
  const { signal, askSecret, onEvent } = options;
  const asking: CallOptions = {
    ...(signal === undefined ? {} : { signal }),
    ...(mayAsk && askSecret !== undefined ? { askSecret } : {}),
  };
  while (signal?.aborted !== true) {
    await Promise.all(
      journal.hosts.list().map(async ({ name }) => {
        const sight = await look(name, containersOf, asking);
        if (signal?.aborted !== true) onEvent?.({ event: 'host.seen', ...sight });
      }),
    );
    // An abort is the end of it, not a failure.
    await wait(everySeconds * 1000, undefined, { signal }).catch(() => undefined);
  }
  return {};
}

async function look(host: string, containersOf: Containers, options: CallOptions): Promise<HostSight> {
  const seen = { host, at: new Date().toISOString() };
  try {
    return { ...seen, state: 'up', containers: await containersOf(host, options) };
  } catch (thrown) {
    const error = toErrorData(thrown);
    const isLocked = error.code === 'login-refused' || error.code === 'sudo-refused';
    return { ...seen, state: isLocked ? 'locked' : 'unreachable', error };
  }
}
