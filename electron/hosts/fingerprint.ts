/** A host key as people compare it. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** `SHA256:` and base64 without padding, as `ssh-keygen -l` prints it, of a public key in SSH's wire form. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** Compares in a time that does not tell where they differ. */
export function isSameFingerprint(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The key's type as it names itself, for instance `ssh-ed25519`; `unknown` if it does not. */
export function keyType(key: Buffer): string {
  if (key.length < 4) return 'unknown';
  const length = key.readUInt32BE(0);
  const name = key.subarray(4, 4 + length).toString('latin1');
  return length > 0 && length <= 64 && name.length === length && /^[\x21-\x7e]+$/.test(name)
    ? name
    : 'unknown';
}
