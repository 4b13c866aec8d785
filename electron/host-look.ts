/**
 * Looks at one host: whether it answers, how it does, what it runs. Changes nothing there, and settles no run that was left
 * unfinished: that is for whoever uses the host, not for who looks on.
 */
import { performance } from 'node:perf_hooks';
import { isDeepStrictEqual } from 'node:util';
import type { AskSecret } from '../shared/contract.ts';
import { type ErrorData, toErrorData } from '../shared/errors.ts';
import type { ContainerSummary } from '../shared/model.ts';
import type { HostSight } from '../shared/window-methods.ts';
import type { Words } from '../shared/words.ts';
import { openDocker } from './engines/docker.ts';
import { readHealth } from './hosts/health.ts';
import { MissingSecretError, WrongSecretError } from './hosts/secrets.ts';
import type { Session } from './hosts/session.ts';
import { signsOf } from './preflight/signs.ts';

/** Who may be asked for what a login needs; `onlyIfAtHand`: no person. */
export interface LookOptions {
  readonly signal: AbortSignal;
  readonly askSecret: AskSecret | undefined;
  readonly onlyIfAtHand: boolean;
}

export type Connect = (host: string, options: LookOptions) => Promise<Session>;

/** Disks are asked for signs of failure this often: it takes seconds, and nothing of it changes within minutes. */
const betweenSignsMs = 300_000;

/** Where an engine keeps its data that has not said so yet. */
const defaultRoot = '/var/lib/docker';

export class HostLook {
  readonly #host: string;
  readonly #connect: Connect;
  #engineRoot: string | undefined;
  #foundSigns: readonly Words[] = [];
  #signsDueAt = 0;

  constructor(host: string, connect: Connect) {
    this.#host = host;
    this.#connect = connect;
  }

  /**
   * Tells what is seen, and again when the host was asked for signs of failure, which takes longer. Resolves to its session, if
   * it answers. Throws nothing: what fails is a part of what is seen.
   */
  async look(options: LookOptions, tell: (sight: HostSight) => void): Promise<Session | undefined> {
    try {
      const session = await this.#connect(this.#host, options);
      const sight = await this.#see(session, options);
      tell(sight);
      if (await this.#renewSigns(session)) tell(this.#withSigns(sight));
      return session;
    } catch (thrown) {
      const isLocked = thrown instanceof MissingSecretError || thrown instanceof WrongSecretError;
      tell({ ...this.#seen(isLocked ? 'locked' : 'unreachable'), error: toErrorData(thrown) });
      return undefined;
    }
  }

  /** As long as the host answers it is up: what it does not tell is an error beside that. */
  async #see(session: Session, { signal }: LookOptions): Promise<HostSight> {
    const [containers, health] = [
      await this.#unlessLost(session, () => this.#listContainers(session)),
      await this.#unlessLost(session, () => readHealth(session, this.#engineRoot ?? defaultRoot, signal)),
    ];
    const error = containers.error ?? health.error;
    return {
      ...this.#seen('up'),
      ...(error === undefined ? {} : { error }),
      ...(containers.got === undefined ? {} : { containers: containers.got }),
      ...(health.got === undefined ? {} : { health: { ...health.got, signs: [...this.#foundSigns] } }),
    };
  }

  async #unlessLost<Got>(
    { lost }: Session,
    ask: () => Promise<Got>,
  ): Promise<{ got?: Got; error?: ErrorData }> {
    try {
      return { got: await ask() };
    } catch (thrown) {
      lost.throwIfAborted();
      return { error: toErrorData(thrown) };
    }
  }

  async #listContainers(session: Session): Promise<ContainerSummary[]> {
    const engine = await openDocker(session);
    try {
      this.#engineRoot ??= (await engine.facts()).rootDir;
      return await engine.list();
    } finally {
      engine.close();
    }
  }

  /** True if they are others than before. */
  async #renewSigns(session: Session): Promise<boolean> {
    if (performance.now() < this.#signsDueAt) return false;
    const before = this.#foundSigns;
    // What could not be found out now may be in five minutes.
    const found = await signsOf(session, this.#engineRoot ?? defaultRoot).catch(() => before);
    this.#signsDueAt = performance.now() + betweenSignsMs;
    this.#foundSigns = found;
    return !isDeepStrictEqual(found, before);
  }

  #withSigns(sight: HostSight): HostSight {
    const { health } = sight;
    if (health === undefined) return sight;
    return { ...sight, health: { ...health, signs: [...this.#foundSigns] } };
  }

  #seen(state: HostSight['state']): Pick<HostSight, 'host' | 'at' | 'state'> {
    return { host: this.#host, at: new Date().toISOString(), state };
  }
}
