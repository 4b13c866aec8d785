/** What an answer says, and no more of it than fits: a registry may say as much as it likes. */

/** Undefined for one that is larger. Throws what the connection breaks with. */
export async function bodyOf(response: Response, maxBytes: number): Promise<Buffer | undefined> {
  const bytes = await beginningOf(response, maxBytes + 1);
  return bytes.length > maxBytes ? undefined : bytes;
}

/** At most so many bytes. Throws what the connection breaks with. */
export async function beginningOf(response: Response, maxBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(pieces).subarray(0, maxBytes);
}
