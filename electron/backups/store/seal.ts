/** Sealing: authenticated encryption with libsodium's secret stream, of one message each. */
import sodium from 'libsodium-wrappers';

const headerBytes = 24;
/** Bytes that a sealed message has more than what is in it: libsodium's own constants. */
export const sealBytes = headerBytes + 17;

/** Call and await it before anything else here. */
export async function readySodium(): Promise<void> {
  await sodium.ready;
}

/** In two pieces, one after the other: chunks are many, and joining them would copy each once more. */
export type Sealed = readonly [header: Uint8Array, message: Uint8Array];

/** Only with the same key and the same `about` can it be opened. */
export function seal(content: Uint8Array, key: Uint8Array, about: Uint8Array): Sealed {
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
  const final = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  return [header, sodium.crypto_secretstream_xchacha20poly1305_push(state, content, about, final)];
}

/** Null when it was sealed with another key or about something else, or is not what it was. */
export function unseal(sealed: Uint8Array, key: Uint8Array, about: Uint8Array): Uint8Array | null {
  if (sealed.length < sealBytes) return null;
  const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(sealed.subarray(0, headerBytes), key);
  const opened = sodium.crypto_secretstream_xchacha20poly1305_pull(
    state,
    sealed.subarray(headerBytes),
    about,
  );
  if (opened === false) return null;
  return opened.tag === sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL ? opened.message : null;
}
