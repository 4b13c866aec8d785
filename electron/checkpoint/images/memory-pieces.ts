/**
 * The pieces into which a pages file is cut for a backup. Pages are known by their addresses: those of one range of 64 KiB make a
 * piece, so that a page more or less changes the piece that it is in and shifts no other.
 */
import { ShiplockError } from '../../../shared/errors.ts';
import { maxPagemapBytes } from './images.ts';
import { isPageSize } from './memory-map.ts';
import { pageRuns } from './pagemap.ts';

/** Of a pages file, in bytes. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
}

/** No piece is longer. */
export const maxPieceBytes = 64 * 1024;

/**
 * `pagemap`: the image that belongs to the pages file, `pagesFileOf` says to which; `pagesBytes`: that file's size. The pieces
 * come in order, without gaps, and are the whole file, whatever the pagemap says: where it is too large, cannot be read, or
 * does not agree, pieces are cut by size. Costs no memory beside the pagemap.
 */
export function* memoryPieces(pagemap: Buffer, pagesBytes: number): Generator<Piece> {
  let [offset, length] = [0, 0];
  for (const bytes of pagemap.length > maxPagemapBytes ? [] : inRanges(pagemap, pagesBytes)) {
    if (offset + bytes > pagesBytes) break;
    yield { offset, length: bytes };
    offset += bytes;
  }
  for (; offset < pagesBytes; offset += length) {
    length = Math.min(maxPieceBytes, pagesBytes - offset);
    yield { offset, length };
  }
}

/** How many bytes of the pages file lie in each range. Ends early where the pagemap cannot be read. */
function* inRanges(pagemap: Buffer, pagesBytes: number): Generator<number> {
  try {
    const pageBytes = pageBytesOf(pagemap, pagesBytes);
    const runs = pageRuns(pagemap, '');
    let range = -1;
    let bytes = 0;
    while (runs.next()) {
      if (runs.isNewer) return;
      if (runs.place !== 'here') continue;
      let { address } = runs;
      let left = Math.min(runs.pages * pageBytes, pagesBytes);
      while (left > 0) {
        const next = Math.floor(address / maxPieceBytes);
        if ((next !== range && bytes > 0) || bytes === maxPieceBytes) {
          yield bytes;
          bytes = 0;
        }
        range = next;
        const part = Math.min(left, maxPieceBytes - (address % maxPieceBytes), maxPieceBytes - bytes);
        address += part;
        left -= part;
        bytes += part;
      }
    }
    if (bytes > 0) yield bytes;
  } catch (thrown) {
    if (!(thrown instanceof ShiplockError)) throw thrown;
  }
}

/** The host's page size does not stand in the pagemap, but follows from how many there are. */
function pageBytesOf(pagemap: Buffer, pagesBytes: number): number {
  const runs = pageRuns(pagemap, '');
  let pages = 0;
  while (runs.next()) if (runs.place === 'here') pages += runs.pages;
  const pageBytes = pagesBytes / pages;
  return isPageSize(pageBytes) ? pageBytes : 4096;
}
