/** A store's key as it leaves the laptop with restore points: wrapped for the passphrase and the recovery key, never open. */
import { z } from 'zod';
import { parsed } from '../../images/oci-image.ts';
import { type KeyFiles, proofOf, type Way, type WrappedKeys } from './key-files.ts';
import type { MasterKey } from './store-keys.ts';

/** What a system's keyring keeps opens nothing elsewhere. */
const waysElsewhere = ['passphrase', 'recovery'] as const;
const storeFile = 'store.json';

const said = z.object({ version: z.literal(1), proof: z.string().regex(/^[0-9a-f]{64}$/) });

export class CarriedKeys implements WrappedKeys {
  /** No keyring knows it. */
  readonly id = '';
  /** Two stores with the same one have the same key. */
  readonly proof: string;
  readonly #wrapped: ReadonlyMap<Way, Uint8Array>;

  private constructor(proof: string, wrapped: ReadonlyMap<Way, Uint8Array>) {
    this.proof = proof;
    this.#wrapped = wrapped;
  }

  static of(files: KeyFiles): CarriedKeys {
    return CarriedKeys.#from(files.proof, (way) => files.wrapped(way));
  }

  /** By the names that `files` gave them; undefined for what are no keys. */
  static from(files: ReadonlyMap<string, Buffer>): CarriedKeys | undefined {
    const { data } = said.safeParse(parsed(files.get(storeFile) ?? Buffer.alloc(0)));
    return data && CarriedKeys.#from(data.proof, (way) => files.get(fileOf(way)));
  }

  static #from(proof: string, wrapped: (way: Way) => Uint8Array | undefined): CarriedKeys {
    const found = new Map<Way, Uint8Array>();
    for (const way of waysElsewhere) {
      const bytes = wrapped(way);
      if (bytes !== undefined) found.set(way, bytes);
    }
    return new CarriedKeys(proof, found);
  }

  /** The same files for the same keys. */
  files(): ReadonlyMap<string, Buffer> {
    const store = Buffer.from(JSON.stringify({ version: 1, proof: this.proof }));
    const ways = this.ways.map(([way, bytes]) => [fileOf(way), Buffer.from(bytes)] as const);
    return new Map([[storeFile, store], ...ways]);
  }

  get ways(): readonly (readonly [Way, Uint8Array])[] {
    return [...this.#wrapped];
  }

  wrapped(way: Way): Uint8Array | undefined {
    return this.#wrapped.get(way);
  }

  isOurs(master: MasterKey): boolean {
    return proofOf(master) === this.proof;
  }
}

const fileOf = (way: Way): string => `${way}.age`;
