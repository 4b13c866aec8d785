/**
 * The lease on the container that is frozen on the source: without word from the laptop the source lets it go on by
 * itself, unless it has promised not to. `lease.md` has the argument, `lease.sh` what the host does.
 */
import { readFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { asShiplockError, ShiplockError } from '../../shared/errors.ts';
import type { Session } from '../hosts/session.ts';

export const leaseScript = readFileSync(new URL('./lease.sh', import.meta.url), 'utf8');

/**
 * How long the source keeps it paused without word from the laptop. Longer than a lost link takes to be noticed (20 s)
 * and tried again (20 s), so that a laptop which is only cut off decides itself; a monitoring container that stands still
 * for longer is a worse loss than a move that has to be begun again.
 */
export const leaseSeconds = 60;
/** Three words may be lost before the lease is over. */
const renewEveryMs = (leaseSeconds * 1000) / 4;
/** A word that takes longer is worth nothing: the next one is due. */
const renewTimeoutMs = renewEveryMs;

export interface Leased {
  readonly containerId: string;
  /** The run that has marked the container. */
  readonly key: string;
}

export class Lease {
  readonly #session: () => Session;
  readonly #leased: Leased;
  #over = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  /** `session`: with the source, the one of the moment. */
  constructor(session: () => Session, leased: Leased) {
    this.#session = session;
    this.#leased = leased;
  }

  /** Of the last `hold`: aborts, with the error to throw, when the source is seen to have let the container go on. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /**
   * Begins it, or takes up one that the watchdog has ended, and renews it until `stopRenewing`. `release`: a POSIX sh
   * program that lets the container go on, and fails while it has not; it may run several times. `dumps`: the folder that
   * dumps are made in: one under way is waited for.
   */
  async hold(release: string, dumps: string): Promise<void> {
    await this.#run('hold', [String(leaseSeconds), dumps], whole(release));
    if (this.#over.signal.aborted) this.#over = new AbortController();
    this.#timer ??= setInterval(() => void this.#renew(), renewEveryMs);
    this.#timer.unref();
  }

  /** Runs a program on the source while the lease is held, and not at all otherwise. */
  async within(program: string): Promise<void> {
    await this.#run('within', [], whole(program));
  }

  /** From when this resolves, the source does not let the container go on by itself. Throws 'lease-over' if it has. */
  async promise(): Promise<void> {
    this.stopRenewing();
    await this.#run('promise', []);
  }

  /**
   * Lets the container go on, once and for all of this run: nothing that comes late can hold it any more. Does nothing
   * where there is no lease, or another run's. Fails while the container has not gone on; the watchdog then goes on trying.
   */
  async release(): Promise<void> {
    this.stopRenewing();
    await this.#run('release', []);
  }

  /** Whether the container was frozen by this run and never went on since, also after a reboot. False if that is not known. */
  async isFrozen(): Promise<boolean> {
    return (await this.#run('frozen', [])).includes('frozen');
  }

  stopRenewing(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** A lost link says nothing of the lease; whoever waits for the link hears of it. */
  async #renew(): Promise<void> {
    try {
      await this.#run('renew', [String(leaseSeconds)], '', renewTimeoutMs);
    } catch (thrown) {
      const error = asShiplockError(thrown);
      if (error.code === 'lease-over') this.#over.abort(error);
    }
  }

  async #run(verb: string, more: readonly string[], input = '', timeoutMs?: number): Promise<string> {
    const { containerId, key } = this.#leased;
    const session = this.#session();
    const args = [verb, containerId, key, ...more];
    const { status, stdout, stderr } = await session.script('lease', leaseScript, args, {
      input,
      timeoutMs,
      allowFailure: true,
    });
    if (status === 0) return stdout;
    const { name } = session.host;
    if (status === 9) throw leaseOver(name, stdout.trim());
    const text = {
      en: `${name} could not ${verb} the lease on the container.`,
      zh: `${name} 无法对容器的租约执行 ${verb}。`,
    };
    throw new ShiplockError('command-failed', text, { details: stderr });
  }
}

function leaseOver(host: string, state: string): ShiplockError {
  return new ShiplockError(
    'lease-over',
    {
      en: `${host} had no word from here for ${leaseSeconds} s and let the container go on.`,
      zh: `${host} 在 ${leaseSeconds} 秒内没有收到本机的消息，已让容器继续运行。`,
    },
    {
      remedy: { en: 'Try again over a steadier link.', zh: '换用更稳定的链路后重试。' },
      details: `The lease: ${state}`,
    },
  );
}

/** As the host knows that nothing is missing. */
const whole = (program: string): string => `${program}\n# whole\n`;
