/** What the contract promises of stored images: listed, and of which hosts they are stored ahead. */
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { type AheadDuties, AheadWatch } from './backups/ahead/watch.ts';
import { listImages } from './backups/ahead/stored-images.ts';
import { watchActivity } from './backups/policy/activity.ts';
import { systemClock } from './backups/policy/clock.ts';
import { ImageReader } from './backups/store/image-reader.ts';
import type { LayersAhead, LayersAheadParts } from './layers-ahead.ts';

export class Images {
  readonly #parts: LayersAheadParts;
  readonly #ahead: LayersAhead;

  constructor(parts: LayersAheadParts, ahead: LayersAhead) {
    this.#parts = parts;
    this.#ahead = ahead;
  }

  async list({ container, host }: Checked<'images.list'>): Promise<Output<'images.list'>> {
    using reader = ImageReader.open(this.#parts.folder);
    if (reader === undefined) return [];
    const seen = this.#parts.journal.containerImages.list();
    const images = (await listImages(reader)).map(({ manifest: _, isReadable: __, ...image }) => ({
      ...image,
      containers: seen
        .filter((each) => each.image === image.digest)
        .map(({ container: name, host: on, seenAt }) => ({ container: name, host: on, seenAt })),
    }));
    const isAsked = container !== undefined || host !== undefined;
    return images.filter(
      ({ containers }) =>
        !isAsked ||
        containers.some(
          (each) => each.container === (container ?? each.container) && each.host === (host ?? each.host),
        ),
    );
  }

  wishes(): Output<'images.wishes'> {
    return this.#parts.journal.imagesAhead.list();
  }

  wish({ host, standby }: Checked<'images.wish'>): Output<'images.wish'> {
    this.#parts.journal.imagesAhead.set({ host, standby });
    return { host, standby };
  }

  endWish({ host }: Checked<'images.endWish'>): Output<'images.endWish'> {
    this.#parts.journal.imagesAhead.end(host);
    return { host };
  }

  async rounds({ host }: Checked<'images.round'>, options: CallOptions): Promise<Output<'images.round'>> {
    const hosts = host === undefined ? this.wishes().map((wish) => wish.host) : [host];
    const rounds: Output<'images.round'> = [];
    for (const each of hosts) rounds.push(await this.#ahead.round(each, options));
    return rounds;
  }

  /**
   * Rounds over the hosts of which it was wished, each while it is idle: once, or until the signal aborts. Throws what opening
   * the store throws, before anything else is done.
   */
  async watch({ once }: Checked<'policies.watch'>, options: CallOptions): Promise<void> {
    const { signal = new AbortController().signal } = options;
    if (this.wishes().length > 0) await this.#parts.store(options);
    const watch = new AheadWatch(this.#duties(options), systemClock);
    await (once ? watch.once(signal) : watch.run(signal));
  }

  #duties(options: CallOptions): AheadDuties {
    return {
      hosts: () => this.wishes().map(({ host }) => host),
      look: async (host, signal) => {
        const { session, engine } = await this.#parts.open(host, { ...options, signal });
        engine.close();
        return await watchActivity(session, signal);
      },
      round: (host, signal) => this.#ahead.round(host, { ...options, signal }),
      tell: (round) => options.onEvent?.({ event: 'images.rounded', ...round }),
    };
  }

  async forget({ host }: Checked<'images.forget'>, options: CallOptions): Promise<Output<'images.forget'>> {
    this.#parts.journal.hosts.get(host);
    this.#parts.journal.containerImages.forget(host);
    return { host, letGo: await this.#ahead.letGo(options) };
  }
}
