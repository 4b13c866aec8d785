/** A blob from a registry: after a break it goes on where it broke off, and what is not what its digest says is not taken. */
import { Readable } from 'node:stream';
import { ShiplockError } from '../../../shared/errors.ts';
import type { BlobWriter } from '../images/blobs.ts';
import { checked } from '../images/checked.ts';
import type { RegistryConnection } from './connection.ts';
import { withPatience } from './patience.ts';

export interface Download {
  readonly registry: RegistryConnection;
  readonly blobs: BlobWriter;
  readonly digest: string;
  readonly onBytes: (bytes: number) => void;
}

/** True if it came: false when the store had it. Throws 'transfer-failed' for a wrong one, and what `RegistryConnection.request` throws. */
export async function downloadBlob({ registry, blobs, digest, onBytes }: Download): Promise<boolean> {
  if (await blobs.has(digest)) return false;
  const content = checked(bytesOf(registry, digest, onBytes), digest, () => wrongBlob(registry, digest));
  await blobs.add(Readable.from(content, { objectMode: false }));
  return true;
}

async function* bytesOf(
  registry: RegistryConnection,
  digest: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  let offset = 0;
  let body: AsyncIterator<Uint8Array> | undefined;
  const next = async (): Promise<Buffer | undefined> => {
    body ??= await openAt(registry, digest, offset);
    const piece = await body.next().catch((error: unknown) => {
      body = undefined;
      throw registry.broken(error);
    });
    if (piece.done === true) return undefined;
    offset += piece.value.length;
    return Buffer.from(piece.value);
  };
  try {
    for (;;) {
      const piece = await withPatience(next, { signal: registry.signal, progress: () => offset });
      if (piece === undefined) return;
      onBytes(piece.length);
      yield piece;
    }
  } finally {
    await body?.return?.().catch(() => undefined);
  }
}

async function openAt(
  registry: RegistryConnection,
  digest: string,
  offset: number,
): Promise<AsyncIterator<Uint8Array>> {
  const headers: Record<string, string> = offset > 0 ? { range: `bytes=${offset}-` } : {};
  const response = await registry.request(registry.at(`blobs/${digest}`), {
    headers,
    expected: [200, 206, 416],
  });
  // Everything was there when the connection broke.
  if (response.body === null || response.status === 416) return Readable.from([])[Symbol.asyncIterator]();
  const body = response.body[Symbol.asyncIterator]();
  if (response.status === 200 && offset > 0) return without(body, offset);
  return body;
}

/** A registry that cannot begin in the middle sends all of it again. */
async function* without(
  body: AsyncIterator<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = bytes;
  for (let piece = await body.next(); piece.done !== true; piece = await body.next()) {
    const rest = piece.value.subarray(left);
    left = Math.max(left - piece.value.length, 0);
    if (rest.length > 0) yield rest;
  }
}

function wrongBlob({ address }: RegistryConnection, digest: string): ShiplockError {
  return new ShiplockError(
    'transfer-failed',
    {
      en: `The registry ${address.origin} gave something else for blob ${digest}.`,
      zh: `镜像仓库 ${address.origin} 给出的数据块 ${digest} 内容不符。`,
    },
    {
      state: { en: 'It was not taken.', zh: '没有采用它。' },
      remedy: {
        en: 'What is in the registry is damaged: push it again from a store that has it.',
        zh: '仓库中的内容已损坏：请从有它的存储重新推送。',
      },
    },
  );
}
