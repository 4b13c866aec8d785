/** The headers of one member of an archive, in the posix format. */
import { withTexts } from './access-lists.ts';
import type { Entry } from './entry.ts';
import { fitsField, formatHeader, formatPax, padding, type PaxRecords } from './tar-header.ts';

/** How the archive has an entry. */
export interface Archived {
  readonly path: Buffer;
  /** Of a link. */
  readonly target: Buffer;
  /** Of the data that follow. */
  readonly bytes: number;
  /** Of a sparse file, with its holes: the data begin with the list of its parts. */
  readonly sparseBytes?: number;
}

/** The header, and before it one for what a header has no room for. */
export function* headersOf(entry: Entry, archived: Archived): Generator<Buffer> {
  const { mode, uid, gid } = entry;
  const { major, minor } = entry.kind === 'character' || entry.kind === 'block' ? entry : noDevice;
  const seconds = Number(entry.mtimeNs / 1_000_000_000n);
  const header = { ...archived, type: types[entry.kind], mode, uid, gid, seconds, major, minor };
  const pax = new Map(withTexts(entry.extended));
  const say = (key: string, value: string | Buffer) => pax.set(key, Buffer.from(value));
  if (header.path.length > 100) say('path', header.path);
  if (header.target.length > 100) say('linkpath', header.target);
  if (!fitsField(header.bytes, 12)) say('size', String(header.bytes));
  if (!fitsField(uid, 8)) say('uid', String(uid));
  if (!fitsField(gid, 8)) say('gid', String(gid));
  if (!fitsField(major, 8)) say('SCHILY.devmajor', String(major));
  if (!fitsField(minor, 8)) say('SCHILY.devminor', String(minor));
  if (entry.mtimeNs % 1_000_000_000n !== 0n || !fitsField(seconds, 12))
    say('mtime', printedTime(entry.mtimeNs));
  if (archived.sparseBytes !== undefined) {
    say('GNU.sparse.major', '1');
    say('GNU.sparse.minor', '0');
    say('GNU.sparse.name', header.path);
    say('GNU.sparse.realsize', String(archived.sparseBytes));
  }
  if (pax.size > 0) yield paxHeader(pax);
  yield formatHeader(header);
}

const noDevice = { major: 0, minor: 0 };

const types: Readonly<Record<Entry['kind'], string>> = {
  file: '0',
  'hard-link': '1',
  link: '2',
  character: '3',
  block: '4',
  folder: '5',
  fifo: '6',
};

function paxHeader(pax: PaxRecords): Buffer {
  const records = formatPax(pax);
  const header = formatHeader({
    // Only a tar that does not know pax headers shows it.
    path: Buffer.from('./PaxHeaders/entry'),
    target: Buffer.alloc(0),
    type: 'x',
    bytes: records.length,
    mode: 0o644,
    uid: 0,
    gid: 0,
    seconds: 0,
    ...noDevice,
  });
  return Buffer.concat([header, records, padding(records.length)]);
}

function printedTime(ns: bigint): string {
  const digits = String(ns < 0n ? -ns : ns).padStart(10, '0');
  return `${ns < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
