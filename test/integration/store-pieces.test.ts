/** A file of a host is put into the store whole, and again without sending what an earlier restore point has. Real host. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HostFile } from '../../electron/backups/take/host-blocks.ts';
import type { StoredPiece } from '../../electron/backups/checkpoint/pieces.ts';
import type { ChunkId } from '../../electron/backups/store/chunks.ts';
import { KnownPieces } from '../../electron/backups/take/known-pieces.ts';
import { storePieces } from '../../electron/backups/take/store-pieces.ts';
import type { Piece } from '../../electron/backups/take/told-pieces.ts';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { hostOf } from '../edge/known-host.ts';
import { MemoryChunks } from '../unit/tree/memory-chunks.ts';
import { failureOf } from './failure-of.ts';

const page = 4096;
const place = '/root/memory';

describeOnHosts('a file of a host in pieces', () => {
  let host: EdgeHost;
  let session: Session;
  let chunks: MemoryChunks;
  let wireBytes: number;

  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'upper', flavour: 'docker26' });
    session = await connect(hostOf(host));
  });
  afterAll(async () => {
    session?.close();
    await host?.down();
  });
  beforeEach(() => {
    chunks = new MemoryChunks();
  });

  const fileOf = (bytes: number, blockBytes = page): HostFile => ({
    session,
    path: place,
    bytes,
    blockBytes,
    what: 'the memory',
  });

  async function store(
    file: HostFile,
    pieces: readonly Piece[],
    earlier: readonly StoredPiece[] = [],
  ): Promise<StoredPiece[]> {
    wireBytes = 0;
    const known = new KnownPieces(earlier.length);
    for (const { digest, id } of earlier) known.add(digest, id);
    const storing = storePieces({
      file,
      pieces,
      known,
      writer: Object.assign(chunks, { keep: (id: ChunkId) => chunks.chunks.has(id) }),
      passing: '/root/passing',
      onBytes: (bytes) => {
        wireBytes += bytes;
      },
    });
    const stored: StoredPiece[] = [];
    for await (const piece of storing) stored.push(piece);
    expect((await host.run(['ls', '/root/passing'])).status).not.toBe(0);
    return stored;
  }

  const contentOf = async (pieces: readonly StoredPiece[]): Promise<Buffer> =>
    Buffer.concat(await Promise.all(pieces.map(({ id }) => chunks.read(id))));

  test('is stored whole the first time, however its pieces lie', async () => {
    const content = randomBytes(40 * page + 100);
    await host.writeFile(place, content);
    const pieces = cut(content.length, [1, 16, 3, 16]);
    expect((await contentOf(await store(fileOf(content.length), pieces))).equals(content)).toBe(true);
    expect(wireBytes).toBe(content.length);
  });

  test('that hardly changed costs under 2 % of it on the wire and in the store', async () => {
    const content = randomBytes(64 * 1024 * 1024);
    await host.writeFile(place, content);
    const earlier = await store(fileOf(content.length), cut(content.length, [16]));
    const added = chunks.chunks.size;
    for (const at of [5, 900, 901, 12_000]) content.set(randomBytes(page), at * page);
    await host.writeFile(place, content);
    const stored = await store(fileOf(content.length), cut(content.length, [16]), earlier);
    expect((await contentOf(stored)).equals(content)).toBe(true);
    expect(chunks.chunks.size - added).toBe(3);
    expect(wireBytes).toBeLessThan(content.length * 0.02);
  });

  test('in which everything moved by a page is known again where its pieces moved with it', async () => {
    const content = randomBytes(1000 * page);
    await host.writeFile(place, content);
    const earlier = await store(fileOf(content.length), cut(content.length, [10]));
    const longer = Buffer.concat([randomBytes(page), content]);
    await host.writeFile(place, longer);
    const pieces = [
      { offset: 0, length: page },
      ...cut(content.length, [10]).map((piece) => ({ ...piece, offset: piece.offset + page })),
    ];
    const added = chunks.chunks.size;
    expect((await contentOf(await store(fileOf(longer.length), pieces, earlier))).equals(longer)).toBe(true);
    expect(chunks.chunks.size - added).toBe(1);
  });

  test('of which the store has lost a piece since is fetched where that was', async () => {
    const content = randomBytes(100 * page);
    await host.writeFile(place, content);
    const earlier = await store(fileOf(content.length), cut(content.length, [10]));
    chunks.chunks.delete(earlier[3]?.id as ChunkId);
    const stored = await store(fileOf(content.length), cut(content.length, [10]), earlier);
    expect((await contentOf(stored)).equals(content)).toBe(true);
    expect(wireBytes).toBeLessThan(20 * page);
  });

  test('that changed everywhere is sent whole, once', async () => {
    const content = randomBytes(4 * 1024 * 1024);
    await host.writeFile(place, content);
    const file = fileOf(content.length, 65_536);
    const earlier = await store(file, cut(content.length, [1], 65_536));
    const other = randomBytes(content.length);
    await host.writeFile(place, other);
    const stored = await store(file, cut(content.length, [1], 65_536), earlier);
    expect((await contentOf(stored)).equals(other)).toBe(true);
    expect(wireBytes).toBeLessThan(content.length * 1.01);
  });

  test('that is gone, or shorter than was said, is an error that names it', async () => {
    const content = randomBytes(10 * page);
    await host.writeFile(place, content);
    const file = fileOf(20 * page);
    const failure = await failureOf(store(file, cut(20 * page, [1])));
    expect(failure).toMatchObject({
      code: 'transfer-failed',
      message: expect.stringContaining('the memory'),
    });
    await host.shell(`rm ${place}`);
    expect(await failureOf(store(file, cut(20 * page, [1])))).toMatchObject({
      code: 'command-failed',
      message: expect.stringContaining('the memory'),
      details: expect.stringContaining('No such file'),
    });
  });
});

/** Pieces of so many blocks, in turn, to the end. */
function cut(bytes: number, counts: readonly number[], blockBytes = page): Piece[] {
  const pieces: Piece[] = [];
  for (let offset = 0; offset < bytes; ) {
    const length = Math.min((counts[pieces.length % counts.length] ?? 1) * blockBytes, bytes - offset);
    pieces.push({ offset, length });
    offset += length;
  }
  return pieces;
}
