/** What the contract promises of restore points in a registry: pushed, listed, pulled. */
import { z } from 'zod';
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { ShiplockError } from '../shared/errors.ts';
import { damagedBlob, digestOf, readChecked } from './backups/images/blobs.ts';
import { parsed } from './backups/images/oci-image.ts';
import { expectReference, type RegistryAddress, registryAddress } from './backups/registry/address.ts';
import { parseArtifact } from './backups/registry/artifact.ts';
import { trustAuthorities } from './backups/registry/authorities.ts';
import type { RegistryConnection } from './backups/registry/connection.ts';
import { keysOf, withKeys } from './backups/registry/key-artifact.ts';
import { logIn } from './backups/registry/log-in.ts';
import { pullManifest, pushManifest } from './backups/registry/manifests.ts';
import { pull } from './backups/registry/pull.ts';
import { push } from './backups/registry/push.ts';
import { tagsOf } from './backups/registry/tags.ts';
import type { Description, RestorePointName } from './backups/restore-point.ts';
import { restorePointType } from './backups/store/index-json.ts';
import type { CarriedKeys } from './backups/store/keys/carried-keys.ts';
import type { Digest } from './backups/store/layout.ts';
import { parseManifest, readSummary } from './backups/store/manifest.ts';
import type { Store } from './backups/store/store.ts';
import type { HomeStore } from './home-store.ts';
import type { Journal } from './journal/journal.ts';
import { type PacedCount, pacedCount } from './paced-count.ts';

const manifestOfPoint = z.looseObject({ artifactType: z.literal(restorePointType) });

type Place = Checked<'registry.list'>;

export class RegistryPoints {
  readonly #store: HomeStore;
  readonly #journal: Journal;
  /** Those that let somebody in, by user and registry: each is asked for once in the life of a station. */
  readonly #passwords = new Map<string, string>();

  constructor(store: HomeStore, journal: Journal) {
    this.#store = store;
    this.#journal = journal;
  }

  async push(
    { point, tag: asked, ...place }: Checked<'registry.push'>,
    options: CallOptions,
  ): Promise<Output<'registry.push'>> {
    if (asked !== undefined) expectReference(asked);
    const store = await this.#store.existing(options);
    const name = point as RestorePointName;
    const tag = asked ?? usualTag(await store.describe(name));
    const registry = await this.#connect(place, options);
    using _ = store.hold();
    const digest = store.manifestOf(name);
    const bytes = await readChecked(store.blobs, digest);
    const keys = await withKeys(store.blobs, store.keys.carried(), { digest, size: bytes.length });
    const sent = counter(place, options);
    // The keys refer to the point, and the point to its image: everything goes before what refers to it.
    await push({ registry, ...keys, onBytes: sent.add });
    await pushManifest(
      registry,
      bytes,
      parseArtifact(bytes, () => damagedBlob(digest, 'no manifest')),
      tag,
    );
    this.#journal.history.append('restore-point-pushed', { point, repository: place.repository, tag });
    return { repository: place.repository, tag, sentBytes: sent.bytes };
  }

  async list(place: Place, options: CallOptions): Promise<Output<'registry.list'>> {
    const registry = await this.#connect(place, options);
    const found: Output<'registry.list'> = [];
    for await (const tag of tagsOf(registry)) {
      const bytes = await pullManifest(registry, tag);
      if (!isPoint(bytes)) continue;
      const { name: _, added: __, ...summary } = readSummary(parseManifest(bytes), digestOf(bytes) as Digest);
      const { at, host, container, kind, size, comment } = summary;
      found.push({ tag, at, host, container, kind, size, ...(comment === undefined ? {} : { comment }) });
    }
    return found.toSorted((a, b) => (a.at < b.at ? 1 : -1));
  }

  async pull(
    { reference, ...place }: Checked<'registry.pull'>,
    options: CallOptions,
  ): Promise<Output<'registry.pull'>> {
    expectReference(reference);
    const registry = await this.#connect(place, options);
    const bytes = await pullManifest(registry, reference);
    if (!isPoint(bytes)) throw notAPoint(place, reference);
    const keys = await keysOf(registry, bytes);
    if (keys === undefined && !this.#store.isThere) throw withoutKeys(place);
    const store = await this.#store.made(options, keys);
    refuseOtherKey(store, keys);
    using addition = store.begin();
    const fetched = counter(place, options);
    const { blobs } = addition;
    // By its digest: somebody may push another one under that tag meanwhile.
    await pull({ registry, blobs, reference: digestOf(bytes), onBytes: fetched.add });
    const description = await addition.takeIn(bytes);
    options.signal?.throwIfAborted();
    const name = await addition.commit(description);
    this.#journal.history.append('restore-point-pulled', {
      point: name,
      repository: place.repository,
      reference,
    });
    return { ...store.summary(name), fetchedBytes: fetched.bytes };
  }

  async #connect(place: Place, { askSecret = nobody, signal }: CallOptions): Promise<RegistryConnection> {
    const { user } = place;
    const address = addressOf(place);
    if (user === undefined) return await logIn({ address, ask: nobody, signal });
    const key = `${user} ${address.origin}`;
    let given = this.#passwords.get(key);
    const ask = async (isRetry: boolean): Promise<string | undefined> => {
      if (!isRetry && given !== undefined) return given;
      const request = { kind: 'registry-password', registry: address.origin, user, isRetry } as const;
      const asked: Promise<string | undefined> = askSecret(request);
      given = await asked;
      return given;
    };
    const registry = await logIn({ address, user, ask, signal });
    if (given !== undefined) this.#passwords.set(key, given);
    return registry;
  }
}

const nobody = async (): Promise<undefined> => undefined;

/** Whose key a restore point was made with is only known where its keys were pushed with it. */
function withoutKeys({ repository }: Place): ShiplockError {
  return new ShiplockError(
    'store-locked',
    {
      en: `${repository} has no key of the store that this was made in.`,
      zh: `${repository} 中没有创建它的存储的密钥。`,
    },
    {
      state: { en: 'Nothing was fetched, and no store was made.', zh: '没有获取任何内容，也没有创建存储。' },
      remedy: {
        en: 'Push it again with Shiplock, or have it copied with what refers to it.',
        zh: '请用 Shiplock 重新推送，或连同引用它的内容一起复制。',
      },
    },
  );
}

function addressOf({ repository, authorities, plainHttp }: Place): RegistryAddress {
  if (plainHttp && authorities !== undefined) {
    throw new ShiplockError(
      'usage',
      {
        en: 'Nobody vouches for a registry that is spoken to without encryption.',
        zh: '不加密访问的镜像仓库没有证书可供验证。',
      },
      {
        remedy: {
          en: 'Leave out one of --ca and --plain-http.',
          zh: '请去掉 --ca 和 --plain-http 其中之一。',
        },
      },
    );
  }
  const address = registryAddress(
    repository,
    plainHttp ? 'http' : authorities === undefined ? undefined : 'https',
  );
  if (address.origin.startsWith('https:')) trustAuthorities(authorities);
  return address;
}

/** Before anything is fetched: what is sealed with another key cannot be read here. */
function refuseOtherKey(store: Store, keys: CarriedKeys | undefined): void {
  if (keys === undefined || keys.proof === store.keys.carried().proof) return;
  throw new ShiplockError(
    'store-locked',
    {
      en: 'This restore point was made in a store with another key than the one here.',
      zh: '该还原点是在另一个密钥的存储中创建的，与本机的不同。',
    },
    {
      state: { en: 'Nothing was fetched.', zh: '没有获取任何内容。' },
      remedy: {
        en: 'Take it into a home of its own, and restore it from there: shiplock --home FOLDER pull …',
        zh: '请把它取到单独的数据文件夹，再从那里还原：shiplock --home 文件夹 pull …',
      },
    },
  );
}

/** False as well for what is no manifest of one thing, such as the list that a registry's referrers are kept in. */
const isPoint = (manifest: Buffer): boolean => manifestOfPoint.safeParse(parsed(manifest)).success;

function notAPoint({ repository }: Place, reference: string): ShiplockError {
  return new ShiplockError(
    'usage',
    {
      en: `${repository} has something else than a restore point as ${reference}.`,
      zh: `${repository} 中的 ${reference} 不是还原点。`,
    },
    {
      state: { en: 'Nothing was fetched.', zh: '没有获取任何内容。' },
      remedy: {
        en: `What there is: shiplock pushed ${repository}`,
        zh: `列出其中的还原点：shiplock pushed ${repository}`,
      },
    },
  );
}

/** `gauge-20260301T100000Z`: two laptops that push to one repository do not take each other's tags. */
function usualTag({ container, at }: Description): string {
  const moment = at.replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  return `${container.name.slice(0, 100)}-${moment}`;
}

const counter = ({ repository }: Place, { onEvent }: CallOptions): PacedCount =>
  pacedCount((bytes) => onEvent?.({ event: 'registry.progress', repository, bytes }));
