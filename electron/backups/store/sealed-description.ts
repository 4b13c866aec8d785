/** A restore point's description on its way to the disk and back. */
import { z } from 'zod';
import { type Description, description as descriptionSchema } from '../restore-point.ts';
import { damaged } from './failure.ts';
import type { StoreKeys } from './keys/store-keys.ts';
import { seal, unseal } from './seal.ts';

const about = Buffer.from('description of a restore point');

export function sealDescription(description: Description, keys: StoreKeys): Uint8Array {
  return Buffer.concat(seal(Buffer.from(JSON.stringify(description)), keys.description, about));
}

/** Checked. Throws 'store-damaged' for one that is not what was sealed, or that a newer Shiplock wrote. */
export function unsealDescription(sealed: Uint8Array, keys: StoreKeys): Description {
  const opened = unseal(sealed, keys.description, about);
  if (opened === null)
    throw damaged({
      en: 'The description of a restore point is not what was written.',
      zh: '某个还原点的描述与写入时不同。',
    });
  const parsed = descriptionSchema.safeParse(JSON.parse(Buffer.from(opened).toString('utf8')));
  if (parsed.success) return parsed.data;
  throw damaged(
    {
      en: 'The description of a restore point has a form that this Shiplock does not know.',
      zh: '某个还原点的描述格式是此版本 Shiplock 不认识的。',
    },
    {
      remedy: {
        en: 'Use the Shiplock that wrote it, or a newer one.',
        zh: '请使用写入它的 Shiplock 或更新版本。',
      },
      details: z.prettifyError(parsed.error),
    },
  );
}
