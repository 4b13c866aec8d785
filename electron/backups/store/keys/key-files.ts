/** The files in which a store's key lies wrapped, and the one that tells which store's key it is. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../../../journal/sync-folder.ts';
import { damaged } from '../failure.ts';
import { replaceFile } from '../replace-file.ts';
import { keysFrom, type MasterKey } from './store-keys.ts';

export const ways = ['keyring', 'passphrase', 'recovery'] as const;
export type Way = (typeof ways)[number];

const storeJson = z.object({
  version: z.literal(1),
  /** Under it, the keyring keeps what opens this store. */
  id: z.uuid(),
  /** A subkey that is used for nothing else. */
  proof: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A store's key as it lies wrapped, in files or on its way from another laptop. */
export interface WrappedKeys {
  /** What the keyring knows this store by. */
  readonly id: string;
  /** False for another store's key. */
  isOurs(master: MasterKey): boolean;
  /** Undefined when there is no such way to get at the key. */
  wrapped(way: Way): Uint8Array | undefined;
}

export class KeyFiles implements WrappedKeys {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get exist(): boolean {
    return existsSync(join(this.#folder, 'store.json'));
  }

  /** Throws 'store-damaged'. */
  get id(): string {
    return this.#read().id;
  }

  /** Throws 'store-damaged'. */
  get proof(): string {
    return this.#read().proof;
  }

  isOurs(master: MasterKey): boolean {
    return proofOf(master) === this.proof;
  }

  wrapped(way: Way): Uint8Array | undefined {
    const file = this.#file(way);
    return existsSync(file) ? readFileSync(file) : undefined;
  }

  /** Replaces what there is for that way, at once. */
  put(way: Way, wrapped: Uint8Array): void {
    replaceFile(this.#file(way), wrapped);
  }

  /** All of them at once, or, when another process was faster, none: then it is false. */
  create(id: string, master: MasterKey, wrapped: readonly (readonly [Way, Uint8Array])[]): boolean {
    const next = join(dirname(this.#folder), `.new-${id}`);
    mkdirSync(next, { recursive: true, mode: 0o700 });
    try {
      for (const [way, bytes] of wrapped) replaceFile(join(next, `${way}.age`), bytes);
      replaceFile(join(next, 'store.json'), JSON.stringify({ version: 1, id, proof: proofOf(master) }));
      if (this.exist) return false;
      renameSync(next, this.#folder);
      syncFolder(dirname(this.#folder));
      return true;
    } catch (thrown) {
      if (this.exist) return false;
      throw thrown;
    } finally {
      rmSync(next, { recursive: true, force: true });
    }
  }

  #file(way: Way): string {
    return join(this.#folder, `${way}.age`);
  }

  #read(): z.infer<typeof storeJson> {
    const file = join(this.#folder, 'store.json');
    try {
      return storeJson.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (thrown) {
      throw damaged(
        {
          en: `${file}, which tells the store's key, is missing or damaged.`,
          zh: `记录存储密钥的 ${file} 缺失或已损坏。`,
        },
        {
          remedy: {
            en: 'Bring the folder `keys` back from a copy of the store.',
            zh: '请从存储的副本中取回文件夹 `keys`。',
          },
          cause: thrown,
        },
      );
    }
  }
}

/** Tells whose key it is, and nothing of the key. */
export function proofOf(master: MasterKey): string {
  return Buffer.from(keysFrom(master).proof).toString('hex');
}
