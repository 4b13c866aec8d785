/** Values in MessagePack, and what each must be when it is read again: nothing from the disk is taken on trust. */
import { Decoder, Encoder } from '@msgpack/msgpack';
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';
import type { ChunkId } from '../store/chunks.ts';
import { asBuffer, isName } from './path.ts';

/** A copy, from Node's pool of small buffers: memory of its own for each entry would be freed late. */
export function pack(value: unknown): Buffer {
  return Buffer.from(encoder.encodeSharedRef(value));
}

/** Throws 'store-damaged' for what is not MessagePack. */
export function unpack(bytes: Uint8Array): unknown {
  try {
    return decoder.decode(bytes);
  } catch (thrown) {
    const details = thrown instanceof Error ? thrown.message : String(thrown);
    throw damagedNode({ en: 'it cannot be decoded', zh: '无法解码' }, details);
  }
}

/** Throws 'store-damaged' for what is not of the schema. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw damagedNode(
    { en: 'something in it is missing or odd', zh: '其中有缺失或异常' },
    z.prettifyError(result.error),
  );
}

export const packedBytes = z.instanceof(Uint8Array).transform(asBuffer);
export const whole = z.int().nonnegative();
export const identity = packedBytes
  .refine((bytes) => bytes.length === 32, 'an identity of another length')
  .transform(idOf);
export const packedName = packedBytes.refine(
  (bytes) => bytes.length === 0 || isName(bytes),
  'a name that no folder can have',
);

/** The 32 bytes of an identity. */
export function idBytes(id: ChunkId): Buffer {
  return Buffer.from(id, 'hex');
}

export function idOf(bytes: Uint8Array): ChunkId {
  return asBuffer(bytes).toString('hex') as ChunkId;
}

export function damagedNode(why: BothLanguages, details?: string): ShiplockError {
  return new ShiplockError(
    'store-damaged',
    {
      en: `A folder's list in the store is not in the form of one: ${why.en}.`,
      zh: `存储中的一个文件夹列表格式不正确：${why.zh}。`,
    },
    {
      details,
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: {
        en: 'Verify the store. A newer Shiplock may have written it: use that one.',
        zh: '请校验存储。它可能由更新版本的 Shiplock 写成：请使用那个版本。',
      },
    },
  );
}

const encoder = new Encoder();
const decoder = new Decoder();
