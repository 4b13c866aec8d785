/** The beginning of a file of a restore point as text, if it is text. */
import type { Seen, View } from './view.ts';

export interface ReadText {
  /** Absent where it is no text: its bytes are no UTF-8, or a zero byte is among them. */
  readonly text?: string;
  /** Bytes of the file that were read. */
  readonly bytesRead: number;
}

/** Reads no more than `limit` bytes. Throws 'usage' for what is no file. */
export async function readText(view: View, file: Seen, limit: number): Promise<ReadText> {
  const parts: Buffer[] = [];
  for await (const part of view.bytes(file, 0, limit)) parts.push(part);
  const bytes = Buffer.concat(parts);
  const text = asText(bytes);
  return { bytesRead: bytes.length, ...(text !== undefined && { text }) };
}

function asText(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    // As a stream: a character that is cut in two at the end is no fault of the file.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
