/** The images of a store, without its key: they are not sealed, so nobody need be asked for a passphrase. */
import { type BlobReader, StoredBlobs } from './blobs.ts';
import { IndexedBlobs } from './index/blobs.ts';
import { type IndexDatabase, openIndexDatabase } from './index/database.ts';
import { Uses } from './index/uses.ts';
import { type Descriptor, isRestorePoint, readContents } from './index-json.ts';
import { Layout } from './layout.ts';

/** Another process that has the store locked is not waited for longer. */
const mostWaitMs = 2000;

/** Nothing is pruned from the moment that it is opened until it is disposed of. */
export class ImageReader implements Disposable {
  readonly blobs: BlobReader;
  readonly #layout: Layout;
  readonly #database: IndexDatabase;
  readonly #uses: Uses;
  readonly #use: number;

  private constructor(layout: Layout, database: IndexDatabase) {
    this.#layout = layout;
    this.#database = database;
    this.blobs = new StoredBlobs({ layout, blobs: new IndexedBlobs(database) });
    this.#uses = new Uses(database, layout);
    this.#use = this.#uses.begin('a reading');
  }

  /** Undefined where there is no store. Throws 'store-damaged', 'busy', and 'usage' for a folder that is something else. */
  static open(folder: string): ImageReader | undefined {
    const layout = new Layout(folder);
    if (!layout.isThere) return undefined;
    layout.refuseOther();
    const database = openIndexDatabase(layout, mostWaitMs);
    try {
      return new ImageReader(layout, database);
    } catch (thrown) {
      database[Symbol.dispose]();
      throw thrown;
    }
  }

  /** Each under the name that other tools read it by. Throws 'store-damaged'. */
  list(): Descriptor[] {
    return readContents(this.#layout).manifests.filter((manifest) => !isRestorePoint(manifest));
  }

  [Symbol.dispose](): void {
    try {
      this.#uses.end(this.#use);
    } finally {
      this.#database[Symbol.dispose]();
    }
  }
}
