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
  if (opened === null) throw damaged('The description of a restore point is not what was written.');
  const parsed = descriptionSchema.safeParse(JSON.parse(Buffer.from(opened).toString('utf8')));
  if (parsed.success) return parsed.data;
  throw damaged('The description of a restore point has a form that this Shiplock does not know.', {
    remedy: 'Use the Shiplock that wrote it, or a newer one.',
    details: z.prettifyError(parsed.error),
  });
}
