/** Plain blobs of an OCI image layout, as images are written to it and read from it. Digests are `sha256:…`. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ShiplockError } from '../../../shared/errors.ts';

export interface BlobWriter {
  has(digest: string): boolean | Promise<boolean>;
  /** The blob has its name when the content has ended well. When the content fails, so does this, and nothing is left of it. */
  add(content: Readable | Buffer): Promise<{ digest: string; size: number }>;
}

export interface BlobReader {
  /** Fails, as a stream does, when the blob is not there. */
  open(digest: string): Readable;
  /** The whole blob; for the small ones, manifests and configurations. */
  read(digest: string): Promise<Buffer>;
}

export const digestOf = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A manifest or a configuration. Throws 'store-damaged', naming the blob, when it is not what its digest says. */
export async function readChecked(blobs: BlobReader, digest: string): Promise<Buffer> {
  const bytes = await blobs.read(digest);
  if (digestOf(bytes) !== digest) throw damagedBlob(digest);
  return bytes;
}

export function damagedBlob(digest: string, details?: string): ShiplockError {
  return new ShiplockError(
    'store-damaged',
    {
      en: `Blob ${digest} in the store is not what was written.`,
      zh: `存储中的数据块 ${digest} 与写入时不同。`,
    },
    {
      state: { en: 'Nothing was made of it.', zh: '没有使用它。' },
      remedy: {
        en: 'Check the store: shiplock verify. What is damaged is fetched again from a host that still has it.',
        zh: '请校验存储：shiplock verify。损坏的内容会从仍有它的主机重新获取。',
      },
      details,
    },
  );
}
