/** Memory that is given back at once: collecting what each chunk leaves would cost as much as making packs does. */

/** The bytes are gone when this returns. Only for bytes that nobody else has, from a library that made them for this call. */
export function release(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (!(buffer instanceof ArrayBuffer)) return;
  // In Node's pool of small buffers they lie beside others'.
  if (buffer.byteLength === bytes.length || buffer.byteLength > Math.max(Buffer.poolSize, 64 * 1024))
    buffer.transfer(0);
}
