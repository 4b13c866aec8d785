/** The composition root: builds the services and carries out the contract. Shells talk to nothing else. */
import {
  type CallOptions,
  type Checked,
  type Contract,
  type Input,
  type MethodName,
  methods,
  type MoveRequest,
  type Output,
} from '../shared/contract.ts';
import { asShiplockError, ShiplockError, toErrorData } from '../shared/errors.ts';
import { asContainerId, asRunId, type RunId } from '../shared/ids.ts';
import type { Host, RunReport } from '../shared/model.ts';
import type { OpenPoint } from './backups/restore/point-reader.ts';
import { unfinishedRestores } from './backups/restore/recovery.ts';
import { Restores, type StartRestore } from './backups/restore/restores.ts';
import type { RestorePointName } from './backups/restore-point.ts';
import { StoredPoint } from './backups/stored-point.ts';
import { Browsing } from './browsing.ts';
import { openDocker } from './engines/docker.ts';
import { Inspection } from './inspection.ts';
import { keyType } from './hosts/fingerprint.ts';
import { fetchHostKey } from './hosts/host-key.ts';
import { Sessions } from './hosts/sessions.ts';
import { type Journal, openJournal } from './journal/journal.ts';
import { workOnRun } from './journal/work-on-run.ts';
import { goForward } from './migration/executor.ts';
import { Move } from './migration/move.ts';
import { type MovePlan, movePlan } from './migration/move-plan.ts';
import { recover, recoverOnContact, rollBack, unfinishedRuns } from './migration/recovery.ts';
import { rescue } from './migration/rescue.ts';
import { reportOf } from './migration/report.ts';
import { Side } from './migration/side.ts';
import type { End } from './preflight/gather.ts';
import { requireLeave } from './preflight/leave.ts';
import { RestorePoints } from './restore-points.ts';

type Handlers = {
  readonly [Name in MethodName]: (input: Checked<Name>, options: CallOptions) => Promise<Output<Name>>;
};

export class Station implements Contract, Disposable {
  readonly #journal: Journal;
  readonly #sessions: Sessions;
  readonly #inspection: Inspection;
  readonly #restorePoints: RestorePoints;
  readonly #restores: Restores;
  readonly #handlers: Handlers;

  /**
   * `home`: the user's data folder; it is made if need be. `openPoint`: where restore points are, if not in the store
   * of that home. Throws 'journal' and
   * 'disk-full'.
   */
  constructor(home: string, openPoint?: OpenPoint) {
    this.#journal = openJournal(home);
    this.#sessions = new Sessions((name) => this.#journal.hosts.get(name));
    this.#inspection = new Inspection(this.#journal, (name, options) => this.#open(name, options));
    this.#restorePoints = new RestorePoints(home, this.#journal, (name, options) =>
      this.#open(name, options),
    );
    this.#restores = new Restores({
      journal: this.#journal,
      openPoint:
        openPoint ??
        (async (point, options) =>
          StoredPoint.open(await this.#restorePoints.existing(options), point as RestorePointName)),
      open: (name, options) => this.#open(name, options),
      sessions: (options) => (name, signal) => this.#sessions.get(name, signal, options.askSecret),
    });
    const browsing = new Browsing((options) => this.#restorePoints.existing(options));
    this.#handlers = {
      'hosts.key': ({ address, port, jump }, options) => this.#hostKey({ address, port, jump }, options),
      'hosts.add': (host, options) => this.#addHost(host, options),
      'hosts.list': async () => this.#journal.hosts.list(),
      'hosts.check': ({ name }, options) => this.#inspection.checkHost(name, options),
      'hosts.remove': async ({ name }) => {
        this.#journal.hosts.remove(name);
        return { removed: name };
      },
      'containers.list': ({ host }, options) => this.#containers(host, options),
      'moves.plan': async (request, options) => (await this.#inspection.plan(request, options)).plan.shown,
      'fixes.list': ({ finding, of }, options) => this.#inspection.fixes(finding, of, options),
      'fixes.apply': ({ finding, of, agreed }, options) => this.#inspection.fix(finding, of, agreed, options),
      'moves.start': (request, options) => this.#start(request, options),
      'runs.list': async () => this.#runs(),
      'runs.show': async ({ run }) => this.#report(asRunId(run)),
      'runs.resume': ({ run, withoutSource }, options) => this.#resume(asRunId(run), withoutSource, options),
      'runs.rescue': async ({ run, ...agreed }, options) => {
        if (this.#isRestore(asRunId(run))) throw notOfRestores(asRunId(run));
        return this.#continue(asRunId(run), (move) => rescue(move, agreed), options);
      },
      'runs.rollback': ({ run, withoutTarget }, options) =>
        this.#rollBack(asRunId(run), withoutTarget, options),
      'backups.take': (request, options) => this.#restorePoints.take(request, options),
      'backups.list': (request, options) => this.#restorePoints.list(request, options),
      'backups.show': (request, options) => browsing.show(request, options),
      'backups.processes': (request, options) => browsing.processes(request, options),
      'backups.browse': (request, options) => browsing.browse(request, options),
      'backups.extract': (request, options) => browsing.extract(request, options),
      'backups.diff': (request, options) => browsing.diff(request, options),
      'restores.start': (request, options) => this.#restores.start(request, options),
      'backups.remove': (request, options) => this.#restorePoints.remove(request, options),
      'backups.verify': (request, options) => this.#restorePoints.verify(request, options),
      'backups.rebuildIndex': (_, options) => this.#restorePoints.rebuildIndex(options),
      'backups.prune': (request, options) => this.#restorePoints.prune(request, options),
    };
  }

  async call<Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    options: CallOptions = {},
  ): Promise<Output<Name>> {
    const checked = methods[method].input.safeParse(input);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      throw new ShiplockError('usage', `${issue?.path.join('.') || 'The request'}: ${issue?.message}.`);
    }
    return this.#handlers[method](checked.data as Checked<Name>, options);
  }

  /** See `Restores.start`. */
  restore(request: StartRestore, options: CallOptions = {}): Promise<RunReport> {
    return this.#restores.start(request, options);
  }

  [Symbol.dispose](): void {
    this.#restorePoints[Symbol.dispose]();
    this.#sessions[Symbol.dispose]();
    this.#journal.close();
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
      throw new ShiplockError('usage', `A host named ${host.name} is known already.`, {
        remedy: `Choose another name, or first: shiplock hosts remove ${host.name}`,
      });
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
    await this.#reconcile(name, options);
    const session = await this.#sessions.get(this.#journal.hosts.get(name).name, signal, askSecret);
    const engine = await openDocker(session);
    await this.#restorePoints.clearUp({ session, engine }, options);
    return { session, engine };
  }

  /**
   * A host that comes back must not run what it handed over: runs that left a container frozen there, or did not finish
   * after their decision, are finished or undone before anything else is done with it, as far as the hosts can be reached.
   */
  async #reconcile(host: string, options: CallOptions): Promise<void> {
    const unfinished = [...unfinishedRuns(this.#journal, host), ...unfinishedRestores(this.#journal, host)];
    for (const run of unfinished) {
      try {
        const { outcome, error } = await this.#recoverOnContact(run, options);
        if (outcome === null) continue;
        options.onEvent?.({ event: 'run.reconciled', run, outcome, state: error?.state });
      } catch (thrown) {
        options.signal?.throwIfAborted();
        const { code, message, state = message } = asShiplockError(thrown);
        // Another process is at it.
        if (code === 'busy') continue;
        options.onEvent?.({ event: 'run.reconciled', run, outcome: 'attention', state });
      }
    }
  }

  async #start(request: MoveRequest, options: CallOptions): Promise<RunReport> {
    const plan = await this.#planToCarryOut(request, options);
    const run = this.#journal.runs.begin({
      containerName: plan.container.name,
      containerId: asContainerId(plan.container.id),
      source: request.from,
      target: request.to,
      plan,
    });
    return this.#carryOut(run, plan, options, async (move) => {
      await Promise.all([move.source.connect(move.signal), move.target.connect(move.signal)]);
      await goForward(move);
    });
  }

  /** What stands against the move is thrown, and noted in the history: there is no run yet to tell of it. */
  async #planToCarryOut(request: MoveRequest, options: CallOptions): Promise<MovePlan> {
    try {
      const { container, from, to } = request;
      for (const host of [from, to]) await this.#reconcile(host, options);
      // Before the plan, which would find the traces of that other run and say something else.
      this.#journal.runs.requireFree({
        containerName: container,
        containerId: asContainerId(container),
        source: from,
        target: to,
      });
      const { plan } = await this.#inspection.plan(request, options);
      requireLeave(plan.shown, request.accept);
      return plan;
    } catch (thrown) {
      this.#journal.history.append('move-refused', { request, error: toErrorData(thrown) });
      throw thrown;
    }
  }

  async #continue(run: RunId, how: (move: Move) => Promise<void>, options: CallOptions): Promise<RunReport> {
    const plan = movePlan.safeParse(this.#journal.runs.get(run).plan);
    if (!plan.success)
      throw new ShiplockError('journal', `The plan of ${run} cannot be read.`, {
        details: plan.error.message,
      });
    this.#journal.runs.claim(run);
    return this.#carryOut(run, plan.data, options, how);
  }

  async #carryOut(
    run: RunId,
    plan: MovePlan,
    options: CallOptions,
    how: (move: Move) => Promise<void>,
  ): Promise<RunReport> {
    const open = (name: string, signal?: AbortSignal) => this.#sessions.get(name, signal, options.askSecret);
    const side = (host: string) =>
      new Side(host, open, (link) => options.onEvent?.({ event: 'host.link', run, host, ...link }));
    const move = new Move({
      run,
      plan,
      source: side(plan.shown.from),
      target: side(plan.shown.to),
      journal: this.#journal,
      openApart: (name, agent, signal) => this.#sessions.openApart(name, agent, signal),
      signal: options.signal ?? new AbortController().signal,
      events: {
        step: (event) => options.onEvent?.({ event: 'run.step', ...event }),
        progress: (event) => options.onEvent?.({ event: 'run.progress', ...event }),
        round: (event) => options.onEvent?.({ event: 'run.round', ...event }),
      },
    });
    try {
      await workOnRun(this.#journal, run, () => how(move));
    } finally {
      move.lease.stopRenewing();
      // A run that needs attention may have left it open.
      await move.route.closeDirect();
      move.source.close();
      move.target.close();
    }
    return this.#report(run);
  }

  #isRestore(run: RunId): boolean {
    return this.#journal.runs.get(run).kind === 'restore';
  }

  #resume(run: RunId, withoutSource: boolean, options: CallOptions): Promise<RunReport> {
    if (!this.#isRestore(run))
      return this.#continue(run, (move) => recover(move, { withoutSource }), options);
    if (withoutSource) throw notOfRestores(run);
    return this.#restores.resume(run, options);
  }

  #rollBack(run: RunId, withoutTarget: boolean, options: CallOptions): Promise<RunReport> {
    if (!this.#isRestore(run))
      return this.#continue(run, (move) => rollBack(move, { withoutTarget }), options);
    return this.#restores.rollBack(run, withoutTarget, options);
  }

  #recoverOnContact(run: RunId, options: CallOptions): Promise<RunReport> {
    return this.#isRestore(run)
      ? this.#restores.recoverOnContact(run, options)
      : this.#continue(run, recoverOnContact, options);
  }

  #report(run: RunId): RunReport {
    return this.#isRestore(run)
      ? this.#restores.report(run)
      : reportOf(this.#journal, this.#journal.runs.get(run));
  }

  #runs(): Output<'runs.list'> {
    return this.#journal.runs.list().map((record) => {
      const { run, container, from, to, startedAt, freezeMs } = this.#report(record.id);
      return { run, container, from, to, state: record.state, startedAt, freezeMs };
    });
  }
}

const notOfRestores = (run: RunId): ShiplockError =>
  new ShiplockError('usage', `Run ${run} is a restore: it has no source to do without, and no rescue.`, {
    state: 'Nothing was changed.',
    remedy: `shiplock resume ${run}, or shiplock rollback ${run}`,
  });
