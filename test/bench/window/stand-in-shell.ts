/**
 * The browser shell over a real journal and a stand-in for the hosts, since 50 real ones are too much for one machine: they are told
 * of as `hosts.watch` tells of real ones, and one run is told of ten times a second. Everything else is the real thing.
 *   stand-in-shell.ts HOME HOSTS CONTAINERS RUN
 */
import '../../../electron/heap.ts';
import { enableCompileCache } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CallOptions, Contract, Input, MethodName, Output } from '../../../shared/contract.ts';
import type { Station } from '../../../electron/station.ts';
import { inLanguage } from '../../../shared/words.ts';

enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/shiplock', import.meta.url)));
const { BrowserShell } = await import('../../../electron/browser/shell.ts');
const { hostNames } = await import('./large-home.ts');

const [home = '', hosts = '', containers = '', liveRun = ''] = process.argv.slice(2);

class ManyHosts implements Contract, Disposable {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  async call<Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    options: CallOptions = {},
  ): Promise<Output<Name>> {
    if (method === 'hosts.watch') return (await watchHosts(options)) as Output<Name>;
    if (method === 'runs.watch' && (input as Input<'runs.watch'>).run === liveRun)
      return (await this.#streamRun(options)) as Output<Name>;
    return this.#station.call(method, input, options);
  }

  [Symbol.dispose](): void {
    this.#station[Symbol.dispose]();
  }

  /** Ten times a second its bytes grow, and every second it has a round more. */
  async #streamRun({ signal, onEvent }: CallOptions): Promise<Output<'runs.watch'>> {
    const report = await this.#station.call('runs.show', { run: liveRun });
    for (let count = 0; signal?.aborted !== true; count += 1) {
      const bytesSent = { ...report.bytesSent, memory: count * 1_000_000 };
      const round = { kind: 'files', ms: 900, pausedMs: 0, bytes: 10_000_000 } as const;
      const rounds = Array.from({ length: Math.min(30, Math.floor(count / 10)) }, () => round);
      onEvent?.({ event: 'run.progress', run: liveRun, step: 'rounds', bytesSent });
      onEvent?.({
        event: 'run.changed',
        report: { ...report, bytesSent, rounds },
        isCarriedOutHere: true,
      });
      await wait(100);
    }
    return report;
  }
}

/** All of them at once; then one a tenth of a second, as if something changed there. */
async function watchHosts({ signal, onEvent }: CallOptions): Promise<Output<'hosts.watch'>> {
  const names = hostNames({ hosts: Number(hosts) });
  const each = Math.round(Number(containers) / names.length);
  const see = (host: string, load: number): void =>
    onEvent?.({
      event: 'host.seen',
      host,
      at: new Date().toISOString(),
      state: 'up',
      health: {
        processors: 4,
        load,
        memory: { freeBytes: 2e9, totalBytes: 8e9 },
        disk: { freeBytes: 2e10, totalBytes: 1e11 },
        uptimeSeconds: 1e6,
        signs: [],
      },
      containers: Array.from({ length: each }, (_, index) => ({
        id: `${host}-${index}`,
        name: `gauge-${index}`,
        image: 'gauge:1',
        state: 'running',
        status: 'Up 5 days',
        ports: [`0.0.0.0:${8000 + index}->80/tcp`],
      })),
    });
  for (const host of names) see(host, 0.5);
  for (let count = 0; signal?.aborted !== true; count += 1) {
    await wait(100);
    see(names[count % names.length] ?? '', count % 4);
  }
  return {};
}

await using shell = await BrowserShell.start({
  home,
  opens: false,
  say: (words) => void process.stdout.write(`${inLanguage(words, 'en')}\n`),
  openStation: async () => {
    const { Station } = await import('../../../electron/station.ts');
    return new ManyHosts(new Station(home));
  },
});
process.on('SIGTERM', () => shell.cancel());
await shell.over;
