/** Builds the services that reach hosts and the store, and carries out by them whatever the journal alone cannot answer. */
import type { CallOptions, Checked, MethodName, Output } from '../shared/contract.ts';
import { ShiplockError } from '../shared/errors.ts';
import type { Host } from '../shared/model.ts';
import { StoreLayers } from './backups/images/store-layers.ts';
import type { OpenPoint } from './backups/restore/point-reader.ts';
import { Restores } from './backups/restore/restores.ts';
import type { RestorePointName } from './backups/restore-point.ts';
import { StoredPoint } from './backups/stored-point.ts';
import { printWithBrowser } from './browser/print-page.ts';
import { Browsing } from './browsing.ts';
import { openDocker } from './engines/docker.ts';
import type { AtOnce, Handlers } from './handlers.ts';
import { HomeStore } from './home-store.ts';
import { keyType } from './hosts/fingerprint.ts';
import { fetchHostKey } from './hosts/host-key.ts';
import { Sessions } from './hosts/sessions.ts';
import { HostsWatch } from './hosts-watch.ts';
import { Images } from './images.ts';
import { IncidentLog } from './incident-log.ts';
import { Inspection } from './inspection.ts';
import type { Journal } from './journal/journal.ts';
import { LayersAhead } from './layers-ahead.ts';
import { Moves } from './moves.ts';
import { Onlookers } from './onlookers.ts';
import { PodmanArchives } from './podman-archives.ts';
import { Policies } from './policies.ts';
import type { End } from './preflight/gather.ts';
import { RegistryPoints } from './registry-points.ts';
import { RestorePoints } from './restore-points.ts';
import { Runs } from './runs.ts';
import { RunsUnderWay } from './runs-under-way.ts';
import { StoreKeys } from './store-keys.ts';

export interface ServicesParts {
  readonly home: string;
  readonly journal: Journal;
  /** Where restore points are, if not in the store of that home. */
  readonly openPoint: OpenPoint | undefined;
  readonly atOnce: Pick<Handlers, AtOnce>;
}

export class Services implements Disposable {
  readonly restores: Restores;
  readonly #journal: Journal;
  readonly #store: HomeStore;
  readonly #sessions: Sessions;
  readonly #restorePoints: RestorePoints;
  readonly #runs: Runs;
  readonly #incidents: IncidentLog;
  readonly #underWay = new RunsUnderWay();
  readonly #handlers: Handlers;

  /** `atOnce`: what needs none of them. */
  constructor({ home, journal, openPoint, atOnce }: ServicesParts) {
    this.#journal = journal;
    this.#store = new HomeStore(home);
    this.#sessions = new Sessions((name) => this.#journal.hosts.get(name));
    const open = (name: string, options: CallOptions) => this.#open(name, options);
    this.#restorePoints = new RestorePoints(home, this.#store, this.#journal, open);
    const layers = new StoreLayers(this.#store.folder);
    const inspection = new Inspection(this.#journal, open, (of, options) => ({
      layers,
      findPrestored: () => this.#restorePoints.prestored(of, options),
    }));
    const storeOf = (options: CallOptions) => this.#store.existing(options);
    this.restores = new Restores({
      journal: this.#journal,
      openPoint:
        openPoint ??
        (async (point, options) => StoredPoint.open(await storeOf(options), point as RestorePointName)),
      open,
      sessions: (options) => (name, signal) => this.#sessions.get(name, signal, options.askSecret),
    });
    const moves = new Moves({
      journal: this.#journal,
      sessions: this.#sessions,
      inspection,
      layers,
      prestored: (of, options) => this.#restorePoints.prestored(of, options),
      reconcile: (host, options) => this.#runs.reconcile(host, options),
    });
    this.#runs = new Runs(this.#journal, moves, this.restores);
    const ahead = {
      journal: this.#journal,
      open,
      folder: this.#store.folder,
      store: (options: CallOptions) => this.#store.made(options),
    };
    const layersAhead = new LayersAhead(ahead);
    const images = new Images(ahead, layersAhead);
    this.#incidents = new IncidentLog({
      home,
      journal: this.#journal,
      session: (host, signal, { askSecret }) => this.#sessions.get(host, signal, askSecret),
      reportOf: (run) => this.#runs.report(run),
      printPage: printWithBrowser,
    });
    const browsing = new Browsing(storeOf);
    const podmanArchives = new PodmanArchives(this.#store, this.#journal, home);
    const registryPoints = new RegistryPoints(this.#store, this.#journal);
    const storeKeys = new StoreKeys(this.#store, this.#journal);
    const policies = new Policies({
      journal: this.#journal,
      store: this.#store,
      restorePoints: this.#restorePoints,
      images,
      open,
    });
    const hostsWatch = new HostsWatch(this.#journal, (host, { signal, askSecret, onlyIfAtHand }) =>
      this.#sessions.get(host, signal, askSecret, { onlyIfAtHand }),
    );
    const onlookers = new Onlookers(this.#journal, (run) => this.#runs.report(run), this.#underWay);
    this.#handlers = {
      ...atOnce,
      'hosts.key': ({ address, port, jump }, options) => this.#hostKey({ address, port, jump }, options),
      'hosts.add': (host, options) => this.#addHost(host, options),
      'hosts.check': ({ name }, options) => inspection.checkHost(name, options),
      'hosts.remove': async ({ name }) => {
        this.#journal.hosts.remove(name);
        return { removed: name };
      },
      'containers.list': ({ host }, options) => this.#containers(host, options),
      'moves.plan': async (request, options) => (await inspection.plan(request, options)).plan.shown,
      'fixes.list': ({ finding, of }, options) => inspection.fixes(finding, of, options),
      'fixes.apply': ({ finding, of, agreed }, options) => inspection.fix(finding, of, agreed, options),
      'moves.start': (request, options) => moves.start(request, options),
      'runs.show': (request) => this.#runs.show(request),
      'runs.resume': (request, options) => this.#runs.resume(request, options),
      'runs.rescue': (request, options) => this.#runs.rescue(request, options),
      'runs.rollback': (request, options) => this.#runs.rollBack(request, options),
      'images.list': (request) => images.list(request),
      'images.store': (request, options) => layersAhead.store(request, options),
      'images.send': (request, options) => layersAhead.send(request, options),
      'images.wish': async (wish) => images.wish(wish),
      'images.endWish': async (request) => images.endWish(request),
      'images.round': (request, options) => images.rounds(request, options),
      'images.forget': (request, options) => images.forget(request, options),
      'backups.take': (request, options) => this.#restorePoints.take(request, options),
      'backups.list': (request, options) => this.#restorePoints.list(request, options),
      'backups.show': (request, options) => browsing.show(request, options),
      'backups.processes': (request, options) => browsing.processes(request, options),
      'backups.browse': (request, options) => browsing.browse(request, options),
      'backups.search': (request, options) => browsing.search(request, options),
      'backups.read': (request, options) => browsing.read(request, options),
      'backups.extract': (request, options) => browsing.extract(request, options),
      'backups.diff': (request, options) => browsing.diff(request, options),
      'restores.start': (request, options) => this.restores.start(request, options),
      'backups.remove': (request, options) => this.#restorePoints.remove(request, options),
      'backups.verify': (request, options) => this.#restorePoints.verify(request, options),
      'backups.rebuildIndex': (_, options) => this.#restorePoints.rebuildIndex(options),
      'store.show': () => storeKeys.show(),
      'store.setPassphrase': (_, options) => storeKeys.setPassphrase(options),
      'store.useKeyring': (_, options) => storeKeys.useKeyring(options),
      'store.renewRecoveryKey': (_, options) => storeKeys.renewRecoveryKey(options),
      'backups.prune': (request, options) => this.#restorePoints.prune(request, options),
      'podman.export': (request, options) => podmanArchives.export(request, options),
      'podman.import': (request, options) => podmanArchives.import(request, options),
      'registry.push': (request, options) => registryPoints.push(request, options),
      'registry.list': (request, options) => registryPoints.list(request, options),
      'registry.pull': (request, options) => registryPoints.pull(request, options),
      'policies.set': (policy) => policies.set(policy),
      'policies.end': (key) => policies.end(key),
      'policies.watch': (request, options) => policies.watch(request, options),
      'incidents.export': (request, options) => this.#incidents.export(request, options),
      'incidents.verify': (request, options) => this.#incidents.verify(request, options),
      'hosts.watch': (request, options) => hostsWatch.watch(request, options),
      'hosts.look': async (request) => hostsWatch.look(request),
      'runs.watch': (request, options) => onlookers.watchRun(request, options),
      'runs.cancel': async ({ run }) => {
        this.#underWay.cancel(run);
        return { run };
      },
    };
  }

  /** `input`: as its schema gives it. */
  async call<Name extends MethodName>(
    method: Name,
    input: Checked<Name>,
    options: CallOptions,
  ): Promise<Output<Name>> {
    using underWay = this.#underWay.watch(method, options);
    const watch = this.#incidents.watch(underWay.options);
    try {
      return await this.#handlers[method](input, watch.options);
    } finally {
      await watch.settled();
    }
  }

  [Symbol.dispose](): void {
    this.#store[Symbol.dispose]();
    this.#sessions[Symbol.dispose]();
  }

  async #hostKey(
    { address, port, jump }: { address: string; port: number; jump: string | undefined },
    { signal, askSecret }: CallOptions,
  ): Promise<Output<'hosts.key'>> {
    const through = jump === undefined ? undefined : await this.#sessions.get(jump, signal, askSecret);
    return fetchHostKey(address, port, { signal, jump: through });
  }

  async #addHost(host: Host, { signal, askSecret }: CallOptions): Promise<Host> {
    if (this.#journal.hosts.list().some(({ name }) => name === host.name)) {
      throw new ShiplockError(
        'usage',
        { en: `A host named ${host.name} is known already.`, zh: `已有名为 ${host.name} 的主机。` },
        {
          remedy: {
            en: `Choose another name, or first: shiplock hosts remove ${host.name}`,
            zh: `请换一个名称，或先移除它：shiplock hosts remove ${host.name}`,
          },
        },
      );
    }
    using session = await this.#sessions.openOnce(host, signal, askSecret);
    await session.exec(['true'], { timeoutMs: 15_000 });
    const known = { ...host, hostKeyType: keyType(session.hostKey) };
    this.#journal.hosts.add(known);
    return known;
  }

  async #containers(host: string, options: CallOptions): Promise<Output<'containers.list'>> {
    const { engine } = await this.#open(host, options);
    try {
      return await engine.list();
    } finally {
      engine.close();
    }
  }

  async #open(name: string, options: CallOptions): Promise<End> {
    const { signal, askSecret } = options;
    await this.#runs.reconcile(name, options);
    const session = await this.#sessions.get(this.#journal.hosts.get(name).name, signal, askSecret);
    const engine = await openDocker(session);
    await this.#restorePoints.clearUp({ session, engine }, options);
    return { session, engine };
  }
}
