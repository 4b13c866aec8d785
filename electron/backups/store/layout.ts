/** Where things lie in the store's folder: an OCI image layout, and what is Shiplock's own beside it. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import { damaged } from './failure.ts';
import { replaceFile } from './replace-file.ts';

/** A blob's name: the hash of its bytes, as OCI writes it. */
export type Digest = string & { readonly __brand: 'Digest' };

export const digestSchema = z.custom<Digest>(
  (value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value),
  'not a SHA-256 digest',
);

const ociLayout = z.object({ imageLayoutVersion: z.literal('1.0.0') });

export class Layout {
  readonly folder: string;
  readonly blobs: string;
  /** Files that do not have their name yet. On the same file system as the blobs. */
  readonly incoming: string;
  readonly indexJson: string;
  readonly database: string;
  readonly keys: string;
  readonly reserve: string;

  constructor(folder: string) {
    this.folder = folder;
    this.blobs = join(folder, 'blobs', 'sha256');
    this.incoming = join(folder, 'incoming');
    this.indexJson = join(folder, 'index.json');
    this.database = join(folder, 'index.db');
    this.keys = join(folder, 'keys');
    this.reserve = join(folder, 'reserve');
  }

  /** There is a layout already. */
  get isThere(): boolean {
    return existsSync(this.indexJson);
  }

  blob(digest: Digest): string {
    return join(this.blobs, digest.slice('sha256:'.length));
  }

  /**
   * Refuses a folder that holds something else than a store ('usage'), and a store whose list of what it holds is
   * lost ('store-damaged'): a new list would be an empty one, and the next pruning would remove everything.
   */
  refuseOther(): void {
    const names = existsSync(this.folder) ? readdirSync(this.folder) : [];
    if (names.includes('oci-layout')) readVersion(this.folder);
    else if (
      names.some((name) => !/^(oci-layout|keys|blobs|incoming|reserve|index\.(json|db)|\.new-)/.test(name))
    ) {
      throw new ShiplockError(
        'usage',
        { en: `${this.folder} is not a store of restore points.`, zh: `${this.folder} 不是还原点存储。` },
        {
          state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
          remedy: {
            en: 'Name a folder that is empty or not there yet.',
            zh: '请指定一个空的或尚不存在的文件夹。',
          },
        },
      );
    }
    const isUsed = existsSync(this.blobs) && readdirSync(this.blobs).length > 0;
    if (isUsed && !this.isThere) {
      throw damaged(
        {
          en: `index.json of the store ${this.folder} is not there.`,
          zh: `存储 ${this.folder} 的 index.json 不存在。`,
        },
        {
          remedy: { en: 'Bring it back from a copy of the store.', zh: '请从存储的副本中取回它。' },
        },
      );
    }
  }

  /** Makes what is missing. A process that dies in between leaves what the next one carries on from. */
  make(): void {
    for (const folder of [this.folder, this.blobs, this.incoming]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    }
    if (!existsSync(this.indexJson)) {
      replaceFile(this.indexJson, JSON.stringify({ schemaVersion: 2, manifests: [] }));
    }
    const version = join(this.folder, 'oci-layout');
    if (!existsSync(version)) replaceFile(version, JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  }
}

function readVersion(folder: string): void {
  const file = join(folder, 'oci-layout');
  try {
    ociLayout.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    throw damaged(
      {
        en: `${file} is not that of an OCI image layout, version 1.0.0.`,
        zh: `${file} 不是 1.0.0 版 OCI 镜像布局的文件。`,
      },
      { cause: thrown },
    );
  }
}
