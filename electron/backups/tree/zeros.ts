/** Bytes of nothing. */

/** So many zeros, in parts of at most 64 KiB. */
export function* zeros(count: number): Generator<Buffer> {
  for (let left = count; left > 0; left -= block.length)
    yield block.subarray(0, Math.min(left, block.length));
}

/** True if all of them are zero. */
export function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += block.length) {
    const part = bytes.subarray(at, at + block.length);
    if (!part.equals(block.subarray(0, part.length))) return false;
  }
  return true;
}

const block = Buffer.alloc(64 * 1024);
