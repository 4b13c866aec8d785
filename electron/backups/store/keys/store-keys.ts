/** The keys that a store works with, all of them made from its one key. */
import { randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers';

/** A store's one key: random, and never on the disk but wrapped. */
export type MasterKey = Uint8Array & { readonly __brand: 'MasterKey' };
export const masterKeyBytes = 32;

export interface StoreKeys {
  /** Makes a chunk's identity. */
  readonly identity: Uint8Array;
  /** Seals chunks. */
  readonly chunk: Uint8Array;
  /** Seals the tables of packs. */
  readonly table: Uint8Array;
  /** Seals descriptions. */
  readonly description: Uint8Array;
  /** Lies open beside the wrapped keys, and tells whether a key is this store's. */
  readonly proof: Uint8Array;
}

export function newMasterKey(): MasterKey {
  return new Uint8Array(randomBytes(masterKeyBytes)) as MasterKey;
}

/** The numbers are a part of the store's format: never given to another use. */
export function keysFrom(master: MasterKey): StoreKeys {
  const subkey = (number: number) => sodium.crypto_kdf_derive_from_key(32, number, 'shiplock', master);
  return {
    identity: subkey(1),
    chunk: subkey(2),
    table: subkey(3),
    description: subkey(4),
    proof: subkey(5),
  };
}
