/** Images ahead of a move: stored on this laptop soon after they appear on a host, and sent to its standby host. */
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { asShiplockError, ShiplockError, toErrorData } from '../shared/errors.ts';
import type { AheadRound } from '../shared/image-methods.ts';
import { type HostImage, imagesOfContainers } from './backups/ahead/host-images.ts';
import { sendAhead, takeAway } from './backups/ahead/send-ahead.ts';
import { notStoredAhead, storeAhead } from './backups/ahead/store-ahead.ts';
import { listImages } from './backups/ahead/stored-images.ts';
import { ImageReader } from './backups/store/image-reader.ts';
import type { Store } from './backups/store/store.ts';
import { carry, thereAlready } from './carried-images.ts';
import type { ContainerImage } from './journal/container-images.ts';
import type { Journal } from './journal/journal.ts';
import type { End } from './preflight/gather.ts';

export interface LayersAheadParts {
  readonly journal: Journal;
  /** A host, with what it left unfinished settled first. */
  readonly open: (host: string, options: CallOptions) => Promise<End>;
  /** The store's folder, which need not be there yet. */
  readonly folder: string;
  /** The store, made if there is none. */
  readonly store: (options: CallOptions) => Promise<Store>;
}

/** An image that no container was seen to have for so long is let go: a container may yet go back to an earlier one. */
const keptMs = 7 * 24 * 3_600_000;

export class LayersAhead {
  readonly #parts: LayersAheadParts;

  constructor(parts: LayersAheadParts) {
    this.#parts = parts;
  }

  /** Opens the store, for which its key may have to be asked, only where it lacks something. */
  async store(
    { host, container }: Checked<'images.store'>,
    options: CallOptions,
  ): Promise<Output<'images.store'>> {
    const end = await this.#parts.open(host, options);
    try {
      const found = await imagesOfContainers(end.engine, host, container);
      const lacking = new Set(await this.#notStored(found));
      const images: Output<'images.store'>['images'] = [];
      for (const image of found) {
        const { name, facts, containers } = image;
        const about = { name, digest: facts.configDigest, containers: [...containers] };
        const store = async (onBytes: (bytes: number) => void): Promise<true> => {
          const opened = await this.#parts.store(options);
          await storeAhead({ ...end, store: opened, image, onBytes, signal: options.signal });
          return true;
        };
        images.push(lacking.has(image) ? await carry(about, host, options, store) : thereAlready(about));
      }
      this.#noteSeen(host, found);
      return { host, images };
    } finally {
      end.engine.close();
    }
  }

  async send(
    { host, standby }: Checked<'images.send'>,
    options: CallOptions,
  ): Promise<Output<'images.send'>> {
    const to = standby ?? this.#wishOf(host).standby;
    if (to === undefined) throw noStandby(host);
    if (to === host)
      throw new ShiplockError('usage', {
        en: `${host} cannot be its own standby host.`,
        zh: `${host} 不能作自己的备用主机。`,
      });
    const { journal, folder } = this.#parts;
    for (const name of [host, to]) journal.hosts.get(name);
    const wanted = latestOf(journal.containerImages.list().filter((seen) => seen.host === host));
    using reader = ImageReader.open(folder);
    if (reader === undefined || wanted.length === 0) throw nothingStored(host);
    const end = await this.#parts.open(to, options);
    try {
      const images: Output<'images.send'>['images'] = [];
      for (const { image, name, containers } of wanted) {
        const sentBefore = journal.imagesAhead.sentTo(to);
        const about = { name, digest: image, containers };
        const send = (onBytes: (bytes: number) => void): Promise<boolean> =>
          sendAhead({
            ...end,
            reader,
            image: { name, configDigest: image },
            own: new Set(sentBefore.map((sent) => sent.image)),
            manifests: sentBefore.filter((sent) => sent.image === image).map(({ manifest }) => manifest),
            willSend: (manifest) =>
              journal.imagesAhead.noteSent({ source: host, standby: to, image, name, manifest }),
            onBytes,
            signal: options.signal ?? new AbortController().signal,
          });
        images.push(await carry(about, to, options, send));
      }
      return { host, standby: to, images, takenAway: await this.#takeAwayOld(end, to) };
    } finally {
      end.engine.close();
    }
  }

  /**
   * One round over a host of which it was wished: what is new there is stored and sent to its standby host; what no container
   * was seen to have for a week is let go, here and there. Where nothing is new the hosts are asked for lists and descriptions alone. What a host
   * refuses, or a host that does not answer, is told and not thrown. Throws 'not-found' where nothing was wished, and the
   * signal's reason.
   */
  async round(host: string, options: CallOptions): Promise<AheadRound> {
    const { containerImages } = this.#parts.journal;
    const { standby } = this.#wishOf(host);
    const round: AheadRound = { host, letGo: [] };
    try {
      round.stored = await this.store({ host }, options);
      containerImages.forgetBefore(host, new Date(Date.now() - keptMs).toISOString());
      round.letGo = await this.letGo(options);
      if (standby !== undefined && round.stored.images.length > 0)
        round.sent = await this.send({ host, standby }, options);
    } catch (thrown) {
      options.signal?.throwIfAborted();
      round.error = toErrorData(asShiplockError(thrown));
    }
    return round;
  }

  /** Images that are kept for themselves and that no container has any more, by name: the next pruning frees their room. */
  async letGo(options: CallOptions): Promise<string[]> {
    const needed = new Set(this.#parts.journal.containerImages.list().map(({ image }) => image));
    const kept = await this.#kept();
    // One that cannot be read may be any of them.
    const old = kept.filter(({ digest, isReadable }) => isReadable && !needed.has(digest));
    if (old.length === 0) return [];
    const store = await this.#parts.store(options);
    for (const { manifest } of old) store.releaseImage(manifest);
    return old.map(({ name }) => name);
  }

  async #kept() {
    using reader = ImageReader.open(this.#parts.folder);
    return reader === undefined ? [] : (await listImages(reader)).filter((image) => image.isKept);
  }

  async #notStored(found: readonly HostImage[]): Promise<HostImage[]> {
    using reader = ImageReader.open(this.#parts.folder);
    return await notStoredAhead(reader, found);
  }

  #noteSeen(host: string, found: readonly HostImage[]): void {
    const seenAt = new Date().toISOString();
    this.#parts.journal.containerImages.note(
      found.flatMap(({ facts, name, containers }) =>
        containers.map((container) => ({ host, container, image: facts.configDigest, name, seenAt })),
      ),
    );
  }

  /** What was sent there for containers that do not have it any more. */
  async #takeAwayOld({ engine }: End, standby: string): Promise<string[]> {
    const { imagesAhead, containerImages } = this.#parts.journal;
    const needed = new Set(containerImages.list().map(({ image }) => image));
    const old = imagesAhead.sentTo(standby).filter(({ image }) => !needed.has(image));
    for (const sent of old) {
      await takeAway(engine, { name: sent.name, configDigest: sent.image }, sent.manifest);
      imagesAhead.forgetSent(sent);
    }
    return old.map(({ name }) => name);
  }

  #wishOf(host: string) {
    const wish = this.#parts.journal.imagesAhead.list().find((each) => each.host === host);
    if (wish !== undefined) return wish;
    throw new ShiplockError(
      'not-found',
      { en: `Images of ${host} are not stored ahead.`, zh: `没有设置预存 ${host} 的镜像。` },
      {
        remedy: {
          en: `To begin: shiplock images ahead ${host} --standby HOST`,
          zh: `开始预存：shiplock images ahead ${host} --standby 主机`,
        },
      },
    );
  }
}

interface WantedThere {
  readonly image: string;
  readonly name: string;
  readonly containers: string[];
}

/** The image that each container was last seen to have, each once. */
function latestOf(seen: readonly ContainerImage[]): WantedThere[] {
  const byContainer = new Map<string, ContainerImage>();
  for (const each of seen.toSorted((a, b) => (a.seenAt < b.seenAt ? -1 : 1)))
    byContainer.set(each.container, each);
  const wanted = new Map<string, WantedThere>();
  for (const { image, name, container } of byContainer.values()) {
    const before = wanted.get(image);
    if (before === undefined) wanted.set(image, { image, name, containers: [container] });
    else before.containers.push(container);
  }
  return [...wanted.values()];
}

const noStandby = (host: string): ShiplockError =>
  new ShiplockError(
    'usage',
    { en: `No standby host was chosen for ${host}.`, zh: `没有为 ${host} 选择备用主机。` },
    {
      remedy: {
        en: `Name it: shiplock images send ${host} --to HOST`,
        zh: `请指定：shiplock images send ${host} --to 主机`,
      },
    },
  );

const nothingStored = (host: string): ShiplockError =>
  new ShiplockError(
    'not-found',
    { en: `No images of ${host} are in the store yet.`, zh: `存储中还没有 ${host} 的镜像。` },
    {
      state: { en: 'Nothing was sent.', zh: '没有发送任何内容。' },
      remedy: {
        en: `Store them first: shiplock images store ${host}`,
        zh: `请先存储：shiplock images store ${host}`,
      },
    },
  );
