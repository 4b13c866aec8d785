/**
 * The composition root: opens the journal and carries out the contract. Shells talk to nothing else. What reaches hosts or the
 * store is loaded by the first call that needs it.
 */
import { existsSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import {
  type CallOptions,
  type Checked,
  type Contract,
  type Input,
  type MethodName,
  methods,
  type Output,
} from '../shared/contract.ts';
import type { RunReport } from '../shared/model.ts';
import type { OpenPoint } from './backups/restore/point-reader.ts';
import type { StartRestore } from './backups/restore/restores.ts';
import type { Handlers } from './handlers.ts';
import { shiplockVersion } from './incidents/version.ts';
import { inputRefusal } from './input-refusal.ts';
import { openJournal } from './journal/journal.ts';
import { listRuns, watchRunList } from './run-list.ts';
import type { Services, ServicesParts } from './services.ts';
import { changeSettings, readSettings } from './settings.ts';

export class Station implements Contract, Disposable {
  readonly #parts: ServicesParts;
  #services: Promise<Services> | undefined;

  /**
   * `home`: the user's data folder; it is made if need be. `openPoint`: where restore points are, if not in the store
   * of that home. Throws 'journal' and 'disk-full'.
   */
  constructor(home: string, openPoint?: OpenPoint) {
    const journal = openJournal(home);
    const atOnce: ServicesParts['atOnce'] = {
      'hosts.list': async () => journal.hosts.list(),
      'runs.list': async (request) => listRuns(journal, request),
      'runs.watchAll': (_, options) => watchRunList(journal, options),
      'policies.list': async () => journal.policies.list().map(({ setAt: _, ...policy }) => policy),
      'images.wishes': async () => journal.imagesAhead.list(),
      'settings.show': async () => readSettings(home),
      'settings.change': async (change) => changeSettings(home, change),
      'about.show': async () => ({
        version: shiplockVersion,
        home,
        platform: platform(),
        saveFolder: saveFolder(),
      }),
    };
    this.#parts = { home, journal, openPoint, atOnce };
  }

  async call<Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    options: CallOptions = {},
  ): Promise<Output<Name>> {
    const checked = methods[method].input.safeParse(input);
    if (!checked.success) throw inputRefusal(methods[method].input, input);
    const atOnce: Partial<Handlers> = this.#parts.atOnce;
    const handler = atOnce[method];
    if (handler !== undefined) return await handler(checked.data as Checked<Name>, options);
    const services = await this.#load();
    return await services.call(method, checked.data as Checked<Name>, options);
  }

  /** See `Restores.start`. */
  async restore(request: StartRestore, options: CallOptions = {}): Promise<RunReport> {
    const { restores } = await this.#load();
    return restores.start(request, options);
  }

  /** Loads what reaches hosts and the store already now, for whoever will need it in a moment. */
  prepare(): void {
    // What keeps it from being loaded is thrown to whoever needs it.
    this.#load().catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.#services?.then(
      (services) => services[Symbol.dispose](),
      () => undefined,
    );
    this.#parts.journal.close();
  }

  #load(): Promise<Services> {
    this.#services ??= import('./services.ts').then(({ Services }) => new Services(this.#parts));
    return this.#services;
  }
}

/** Where users of all systems look for what they have saved. */
function saveFolder(): string {
  const downloads = join(homedir(), 'Downloads');
  return existsSync(downloads) ? downloads : homedir();
}
