/** Content that is checked against its digest while it goes by. */
import { createHash } from 'node:crypto';

/**
 * The same content. Its last piece is handed on only when the whole has the digest: who gets all of it has the right
 * thing, and wrong content ends short, with the error that `wrong` gives. `onEnd` is told the size.
 */
export async function* checked(
  content: AsyncIterable<Buffer>,
  digest: string,
  wrong: (found: string) => Error,
  onEnd: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  let held: Buffer | undefined;
  for await (const piece of content) {
    if (held !== undefined) yield held;
    hash.update(piece);
    bytes += piece.length;
    held = piece;
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== digest) throw wrong(found);
  onEnd(bytes);
  if (held !== undefined) yield held;
}
