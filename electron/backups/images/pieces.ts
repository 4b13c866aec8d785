/** A stream in pieces of one size, however it came. */

/** All but the last have so many bytes; that much is held in memory. */
export async function* inPieces(
  content: AsyncIterable<Buffer>,
  bytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const part of content) {
    waiting.push(part);
    length += part.length;
    if (length < bytes) continue;
    const whole = Buffer.concat(waiting);
    let at = 0;
    for (; at + bytes <= whole.length; at += bytes) yield whole.subarray(at, at + bytes);
    waiting = [whole.subarray(at)];
    length = whole.length - at;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
