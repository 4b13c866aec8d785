/** What the contract promises of stored images: listed, and of which hosts they are stored ahead. */
import type { Checked, CallOptions, Output } from '../shared/contract.ts';
import { listImages } from './backups/ahead/stored-images.ts';
import { ImageReader } from './backups/store/image-reader.ts';
import type { Journal } from './journal/journal.ts';
import type { LayersAhead } from './layers-ahead.ts';

export class Images {
  readonly #journal: Journal;
  readonly #folder: string;
  readonly #ahead: LayersAhead;

  /** `folder`: of the store, which need not be there yet. */
  constructor(journal: Journal, folder: string, ahead: LayersAhead) {
    this.#journal = journal;
    this.#folder = folder;
    this.#ahead = ahead;
  }

  async list({ container, host }: Checked<'images.list'>): Promise<Output<'images.list'>> {
    using reader = ImageReader.open(this.#folder);
    if (reader === undefined) return [];
    const seen = this.#journal.containerImages.list();
    const images = (await listImages(reader)).map(({ manifest: _, ...image }) => ({
      ...image,
      containers: seen
        .filter((each) => each.image === image.digest)
        .map(({ image: __, name: ___, ...at }) => at),
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
    return this.#journal.imagesAhead.list();
  }

  wish({ host, standby }: Checked<'images.wish'>): Output<'images.wish'> {
    this.#journal.imagesAhead.set({ host, standby });
    return { host, standby };
  }

  endWish({ host }: Checked<'images.endWish'>): Output<'images.endWish'> {
    this.#journal.imagesAhead.end(host);
    return { host };
  }

  async rounds({ host }: Checked<'images.round'>, options: CallOptions): Promise<Output<'images.round'>> {
    const hosts = host === undefined ? this.wishes().map((wish) => wish.host) : [host];
    const rounds: Output<'images.round'> = [];
    for (const each of hosts) rounds.push(await this.#ahead.round(each, options));
    return rounds;
  }

  async forget({ host }: Checked<'images.forget'>, options: CallOptions): Promise<Output<'images.forget'>> {
    this.#journal.hosts.get(host);
    this.#journal.containerImages.forget(host);
    return { host, letGo: await this.#ahead.letGo(options) };
  }
}
