/** That a zip has nothing but its files: no byte between them, before or behind, in which more could be hidden. */
import type { FileHandle } from 'node:fs/promises';
import type { FileEntry } from '@zip.js/zip.js';

// PKWARE's APPNOTE.TXT, 4.3: the record at the end, and what stands before each file.
const endRecordBytes = 22;
const endSignature = 0x06054b50;
const localHeaderBytes = 30;
const localSignature = 0x04034b50;
const hasDescriptor = 1 << 3;
const descriptorSignature = 0x08074b50;
/** With its signature; sizes are of four bytes, or of eight in large files. */
const descriptorBytes = [16, 24] as const;

/** Throws an ordinary error that says where there is more. */
export async function requireNothingHidden(
  handle: FileHandle,
  size: number,
  entries: readonly FileEntry[],
): Promise<void> {
  const end = await bytesAt(handle, size - endRecordBytes, endRecordBytes);
  if (end.readUInt32LE(0) !== endSignature) throw new Error('something follows its end');
  let at = 0;
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset);
  for (const [index, entry] of inOrder.entries()) {
    if (entry.offset !== at) throw new Error(`something stands before ${entry.filename}`);
    if (entry.comment !== '') throw new Error(`something is said of ${entry.filename}`);
    const next = inOrder[index + 1]?.offset ?? end.readUInt32LE(16);
    at = await endOf(handle, entry, next);
  }
  if (at !== end.readUInt32LE(16)) throw new Error('something stands behind its files');
}

/** Where the file ends with all that belongs to it: at `next`, if nothing is between. */
async function endOf(handle: FileHandle, entry: FileEntry, next: number): Promise<number> {
  const header = await bytesAt(handle, entry.offset, localHeaderBytes);
  if (header.readUInt32LE(0) !== localSignature)
    throw new Error(`${entry.filename} is not where it should be`);
  const named = header.readUInt16LE(26) + header.readUInt16LE(28);
  const end = entry.offset + localHeaderBytes + named + entry.compressedSize;
  if ((header.readUInt16LE(6) & hasDescriptor) === 0) return end;
  const described = await bytesAt(handle, end, 4);
  if (described.readUInt32LE(0) !== descriptorSignature) throw new Error(`${entry.filename} has no end`);
  return end + (descriptorBytes.find((bytes) => end + bytes === next) ?? descriptorBytes[0]);
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, Math.max(0, position));
  if (position < 0 || bytesRead < length) throw new Error('it is cut off');
  return buffer;
}
