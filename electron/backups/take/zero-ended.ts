/** Records that each end in a zero byte, as programs print file names. */

/** No name on Linux is longer than 4096 bytes; a record is a name and some numbers. */
const longestRecord = 16_384;

/** Throws `SyntaxError` for a record that is longer than any name, or that the stream ends in the middle of. */
export async function* zeroEnded(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      const record = chunk.subarray(from, end);
      yield rest.length === 0 ? record : Buffer.concat([rest, record]);
      rest = Buffer.alloc(0);
      from = end + 1;
    }
    if (from < chunk.length) rest = Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length > longestRecord) throw new SyntaxError('a record without an end');
  }
  if (rest.length > 0) throw new SyntaxError('the last record has no end');
}
