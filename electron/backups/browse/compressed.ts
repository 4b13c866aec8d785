/** A layer's bytes without their compression. */
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { asBuffer } from '../tree/path.ts';
import { ShiplockError } from '../../../shared/errors.ts';

/** Told by the first bytes: gzip, zstd, or none. Throws 'store-damaged' where they are damaged. */
export async function uncompressed(source: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const parts = source[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < 4) {
    const { done, value } = await parts.next();
    if (done) break;
    start = Buffer.concat([start, asBuffer(value)]);
  }
  const whole = startingWith(start, parts);
  if (start.subarray(0, 2).equals(gzipMagic)) return decompressed(whole, createGunzip());
  if (start.subarray(0, 4).equals(zstdMagic)) return decompressed(whole, createZstdDecompress());
  return whole;
}

const gzipMagic = Buffer.from([0x1f, 0x8b]);
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

async function* startingWith(start: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (start.length > 0) yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* decompressed(
  compressed: AsyncIterable<Uint8Array>,
  decompressor: ReturnType<typeof createGunzip | typeof createZstdDecompress>,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(compressed, { objectMode: false });
  source.on('error', (error) => decompressor.destroy(error));
  try {
    yield* source.pipe(decompressor) as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    if (!isOfCompression(thrown)) throw thrown;
    throw new ShiplockError(
      'store-damaged',
      { en: "An image's layer cannot be decompressed.", zh: '镜像的一层无法解压。' },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: 'Verify the store: it names what is damaged.', zh: '请校验存储：会列出损坏的内容。' },
        details: thrown.message,
        cause: thrown,
      },
    );
  } finally {
    source.destroy();
    decompressor.destroy();
  }
}

/** Node's names for what zlib and zstd find wrong. */
function isOfCompression(thrown: unknown): thrown is Error {
  return thrown instanceof Error && 'code' in thrown && /^(Z_|ZSTD_)/.test(String(thrown.code));
}
