/** What is asked before a move: hosts checked, moves planned, remedies carried out. */
import { isDeepStrictEqual } from 'node:util';
import {
  type CallOptions,
  type CheckedThing,
  methods,
  type MoveRequest,
  type Output,
} from '../shared/contract.ts';
import { ShiplockError, toErrorData } from '../shared/errors.ts';
import type { FixPlan } from '../shared/model.ts';
import type { Journal } from './journal/journal.ts';
import { lastDirectRate, pastRuns } from './migration/past-runs.ts';
import type { LaptopStore } from './migration/planned-from-store.ts';
import { makePlan, type PlanMade } from './migration/planner.ts';
import type { Found } from './preflight/check.ts';
import { carryOut, requireFixes } from './preflight/fixes.ts';
import type { End } from './preflight/gather.ts';
import { type Preflight, preflightOfHost } from './preflight/preflight.ts';
import { toFindings } from './preflight/run-checks.ts';
import type { HostView } from './preflight/subject.ts';

/** What this laptop has of a container on a host. */
type StoreOf = (
  of: { readonly from: string; readonly container: string },
  options: CallOptions,
) => LaptopStore;

export class Inspection {
  readonly #journal: Journal;
  readonly #open: (name: string, options: CallOptions) => Promise<End>;
  readonly #storeOf: StoreOf;

  /** `open`: whoever opens a host closes its engine. */
  constructor(
    journal: Journal,
    open: (name: string, options: CallOptions) => Promise<End>,
    storeOf: StoreOf,
  ) {
    this.#journal = journal;
    this.#open = open;
    this.#storeOf = storeOf;
  }

  async checkHost(name: string, options: CallOptions): Promise<Output<'hosts.check'>> {
    const host = this.#journal.hosts.get(name);
    const { facts: view, found } = await this.#lookAt(name, options);
    const { facts, engine } = view;
    const fine: Found = {
      id: 'host',
      severity: found.some(({ severity }) => severity === 'error') ? 'info' : 'ok',
      host: name,
      text: { en: `${name} answers.`, zh: `${name} 有应答。` },
      measured: `${facts.distribution ?? 'Linux'}, ${facts.kernel}, Docker ${engine.version} (${engine.storageDriver}), CRIU ${facts.tools.criu?.version ?? '-'}`,
    };
    return { host, findings: toFindings([...found, fine]) };
  }

  /** Changes nothing on either host, unless a rehearsal is asked for. */
  async plan(request: MoveRequest & { rehearse?: boolean }, options: CallOptions): Promise<PlanMade> {
    const { from, to } = request;
    if (from === to)
      throw new ShiplockError('usage', {
        en: `Source and target are the same host, ${from}.`,
        zh: `源主机和目标主机是同一台：${from}。`,
      });
    // Unknown names before any connection is made.
    for (const name of [from, to]) this.#journal.hosts.get(name);
    const { source, target } = await this.#openBoth(from, to, options);
    try {
      const knowledge = {
        store: this.#storeOf(request, options),
        past: pastRuns(this.#journal, request),
        directRate: lastDirectRate(this.#journal, from, to),
      };
      const made = await makePlan(source, target, request, knowledge, (check, found, host) =>
        options.onEvent?.({ event: 'preflight.checked', check, host, findings: toFindings(found) }),
      );
      options.signal?.throwIfAborted();
      return made;
    } finally {
      source.engine.close();
      target.engine.close();
    }
  }

  async fixes(finding: string, of: CheckedThing, options: CallOptions): Promise<FixPlan[]> {
    return requireFixes(await this.#find(of, options), finding);
  }

  /** The user agreed to what was to be done then; what is to be done now must be the same. */
  async fix(
    finding: string,
    of: CheckedThing,
    agreed: readonly Omit<FixPlan, 'finding'>[],
    options: CallOptions,
  ): Promise<Output<'fixes.apply'>> {
    const fixes = await this.fixes(finding, of, options);
    const toDo = fixes.map(({ host, commands }) => ({ host, commands }));
    if (!isDeepStrictEqual(toDo, agreed)) {
      throw new ShiplockError(
        'usage',
        {
          en: 'What is to be done is not what was agreed to any more.',
          zh: '现在要执行的操作与已同意的不同。',
        },
        {
          state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
          remedy: { en: 'Look at it once more.', zh: '请再看一遍。' },
        },
      );
    }
    for (const fix of fixes) await this.#carryOut(fix, options);
    const left = (await this.#find(of, options)).filter(({ id }) => id === finding);
    return { done: fixes, left: toFindings(left) };
  }

  /** Both or none: while one is still being looked at, nothing is over, and nothing stays open. */
  async #openBoth(from: string, to: string, options: CallOptions): Promise<{ source: End; target: End }> {
    const [source, target] = await Promise.allSettled([this.#open(from, options), this.#open(to, options)]);
    if (source.status === 'fulfilled' && target.status === 'fulfilled')
      return { source: source.value, target: target.value };
    for (const end of [source, target]) if (end.status === 'fulfilled') end.value.engine.close();
    throw [source, target].find((end) => end.status === 'rejected')?.reason;
  }

  async #carryOut(fix: FixPlan, options: CallOptions): Promise<void> {
    const { finding, host, commands } = fix;
    const told = { finding: finding.id, host, commands };
    const { session, engine } = await this.#open(host, options);
    try {
      await carryOut(session, fix);
      this.#journal.history.append('fix-carried-out', told);
    } catch (thrown) {
      this.#journal.history.append('fix-failed', { ...told, error: toErrorData(thrown) });
      throw thrown;
    } finally {
      engine.close();
    }
  }

  async #find(of: CheckedThing, options: CallOptions): Promise<readonly Found[]> {
    if ('host' in of) return (await this.#lookAt(of.host, options)).found;
    return (await this.plan(methods['moves.plan'].input.parse(of), options)).found;
  }

  async #lookAt(host: string, options: CallOptions): Promise<Preflight<HostView>> {
    const end = await this.#open(host, options);
    try {
      return await preflightOfHost(end);
    } finally {
      end.engine.close();
    }
  }
}
