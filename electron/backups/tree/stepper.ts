/** Goes through a tree beside sorted names. */
import { sortingKey } from './path.ts';
import type { Placed, TreeReader } from './tree-reader.ts';

/** Entries in the order of a walk, for keys that come in that order too. */
export class Stepper implements AsyncDisposable {
  readonly #entries: AsyncGenerator<Placed>;
  #next: Placed | undefined;
  #nextKey: Buffer = Buffer.alloc(0);

  constructor(entries: AsyncGenerator<Placed>) {
    this.#entries = entries;
  }

  /** All of a tree; nothing where there is none. */
  static through(tree: TreeReader | undefined): Stepper {
    return new Stepper(tree ? tree.walk() : nowhere());
  }

  /** Those that come before the key, or all that are left. */
  async *before(key?: Buffer): AsyncGenerator<Placed> {
    for (let next = await this.#peek(); next; next = await this.#peek()) {
      if (key && Buffer.compare(this.#nextKey, key) >= 0) return;
      this.#next = undefined;
      yield next;
    }
  }

  /** The one with this key, if there is one; those before it are passed over. */
  async upTo(key: Buffer): Promise<Placed | undefined> {
    let next = await this.#peek();
    for (; next && Buffer.compare(this.#nextKey, key) < 0; next = await this.#peek()) this.#next = undefined;
    if (!next || !this.#nextKey.equals(key)) return undefined;
    this.#next = undefined;
    return next;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#entries.return(undefined);
  }

  async #peek(): Promise<Placed | undefined> {
    if (this.#next) return this.#next;
    const { done, value } = await this.#entries.next();
    if (done) return undefined;
    this.#nextKey = sortingKey(value.path);
    this.#next = value;
    return value;
  }
}

async function* nowhere(): AsyncGenerator<Placed> {
  // The tree has no predecessor.
}
