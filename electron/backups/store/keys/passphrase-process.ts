/** A process that wraps or unwraps one key with a passphrase, and ends: started by `passphrase.ts`. */
import { once } from 'node:events';
import { Encrypter } from 'age-encryption';
import { unwrap } from './wrapped.ts';

export interface Work {
  readonly way: 'wrap' | 'unwrap';
  readonly bytes: Uint8Array;
  readonly passphrase: string;
}

/**
 * scrypt's N is 2 to the power of this: with r = 8, 128 MiB a guess. It is the least that OWASP's Password Storage Cheat Sheet
 * asks for; age's own 18 takes 256 MiB, more than all the rest of Shiplock. A key that was wrapped with 18 opens as well.
 */
const workFactor = 17;

const [{ way, bytes, passphrase }] = (await once(process, 'message')) as [Work];
process.send?.(
  await (way === 'wrap' ? wrap() : unwrap(bytes, (decrypter) => decrypter.addPassphrase(passphrase))),
);
process.disconnect();

function wrap(): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return encrypter.encrypt(bytes);
}
