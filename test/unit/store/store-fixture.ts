/** A store in a temporary folder, with a keyring that is a map, and what a test puts into it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Description, RestorePointName } from '../../../electron/backups/restore-point.ts';
import type { ChunkId } from '../../../electron/backups/store/chunks.ts';
import type { Keyring } from '../../../electron/backups/store/keys/keyring.ts';
import type { Unlock } from '../../../electron/backups/store/keys/unlock.ts';
import { Store } from '../../../electron/backups/store/store.ts';

export function mapKeyring(known = new Map<string, string>()): Keyring {
  return {
    get: async (name) => known.get(name) ?? null,
    set: async (name, secret) => {
      known.set(name, secret);
    },
    remove: async (name) => {
      known.delete(name);
    },
  };
}

export class StoreFixture implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'shiplock-store-'));
  readonly unlock: Unlock = { keyring: mapKeyring(), tellRecoveryKey: () => undefined };

  open(): Promise<Store> {
    return Store.open(this.folder, this.unlock);
  }

  get blobs(): string[] {
    return readdirSync(join(this.folder, 'blobs', 'sha256')).sort();
  }

  blob(name: string): string {
    return join(this.folder, 'blobs', 'sha256', name.replace('sha256:', ''));
  }

  get bytes(): number {
    return this.blobs.reduce((sum, name) => sum + statSync(this.blob(name)).size, 0);
  }

  get indexJson(): { manifests: { digest: string; annotations: Record<string, string> }[] } {
    return JSON.parse(readFileSync(join(this.folder, 'index.json'), 'utf8'));
  }

  get incoming(): string[] {
    return readdirSync(join(this.folder, 'incoming'));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const rp = (number: number) => `rp${number}` as RestorePointName;

/** Of a container with a volume for each root. */
export function describePoint(roots: readonly ChunkId[], more: Partial<Description> = {}): Description {
  return {
    version: 1,
    at: '2026-03-01T10:00:00.000Z',
    host: 'upper',
    container: {
      id: 'c1',
      name: 'gauge',
      definition: { Env: ['PASSWORD=swordfish'] },
      imageName: 'gauge:1',
      restartPolicy: { name: 'always', maximumRetries: 0 },
      pid: 42,
    },
    engine: { kind: 'docker', version: '28', criu: '4.2', kernel: '6.18' },
    image: `sha256:${'0'.repeat(64)}`,
    layers: [],
    volumes: [],
    places: roots.map((root, index) => ({
      kind: 'volume',
      destination: `/data${index}`,
      path: `/v/${index}`,
      root,
      files: 1,
      bytes: 1000,
    })),
    connections: 'none',
    log: 'level 1.20 m\n',
    ...more,
  };
}

/** A restore point of these contents, whose roots are the chunks themselves. */
export async function take(
  store: Store,
  contents: readonly (string | Uint8Array)[],
): Promise<RestorePointName> {
  using addition = store.begin();
  const roots: ChunkId[] = [];
  for (const content of contents) roots.push(await addition.write(Buffer.from(content)));
  return addition.commit(describePoint(roots));
}

/** What `take` was given. */
export async function contentsOf(store: Store, name: RestorePointName): Promise<string[]> {
  const { places } = await store.describe(name);
  const contents: string[] = [];
  for (const { root } of places) contents.push((await store.read(root)).toString());
  return contents;
}
