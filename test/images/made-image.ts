/** Images made by a test, and an engine on a host that hands one out: what a real one would do is played, byte by byte. */
import { createHash } from 'node:crypto';
import { PassThrough, type Readable, Writable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Engine, ImageFacts } from '../../electron/engines/engine.ts';
import type { ProcessExit, RemoteProcess, Session } from '../../electron/hosts/session.ts';

export type Kept = 'plain' | 'gzip' | 'zstd';

export interface MadeLayer {
  readonly content: Buffer;
  /** How the engine keeps it. */
  readonly kept: Kept;
}

export interface MadeImage {
  readonly facts: ImageFacts;
  readonly config: Buffer;
  /** What `docker save` writes, by path. */
  readonly files: ReadonlyMap<string, Buffer>;
}

export const digestOf = (bytes: Buffer): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const pathOf = (digest: string): string => `blobs/sha256/${digest.slice(7)}`;

const keptAs: Readonly<Record<Kept, (content: Buffer) => Buffer>> = {
  plain: (content) => content,
  gzip: (content) => gzipSync(content),
  zstd: (content) => zstdCompressSync(content),
};

export function madeImage(layers: readonly MadeLayer[], command = 'run'): MadeImage {
  const chain = layers.map(({ content, kept }) => ({
    diffId: digestOf(content),
    blob: keptAs[kept](content),
  }));
  const rootfs = { type: 'layers', diff_ids: chain.map(({ diffId }) => diffId) };
  const config = Buffer.from(JSON.stringify({ config: { Cmd: [command] }, rootfs }));
  const blobs = [config, ...chain.map(({ blob }) => blob)];
  const files = new Map(blobs.map((blob) => [pathOf(digestOf(blob)), blob]));
  files.set('index.json', Buffer.from('{}'));
  const facts: ImageFacts = {
    id: digestOf(config),
    configDigest: digestOf(config),
    names: ['made:latest'],
    sizeBytes: 0,
    layers: chain.map(({ diffId, blob }) => ({ diffId, archivePath: pathOf(digestOf(blob)) })),
  };
  return { facts, config, files };
}

export async function archiveOf(files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({ name }, content);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

export interface Given {
  /** What the command prints. */
  readonly output: Readable;
  readonly words?: string;
  /** How the command ends, or that it does not, because the link is lost. */
  readonly exit?: Promise<ProcessExit>;
}

/** A host whose command gives that; `asked` gets what the engine was to leave out. */
export function givingHost(
  given: () => Given,
  asked: (leaveOut: readonly string[]) => void = () => undefined,
): { session: Session; engine: Engine } {
  const open = async (): Promise<RemoteProcess> => {
    const { output, words = '', exit = Promise.resolve({ status: 0 }) } = given();
    const stderr = new PassThrough();
    stderr.end(words);
    const stdin = new Writable({ write: (_piece, _encoding, done) => done() });
    return { stdin, stdout: output, stderr, exit, terminate: () => output.destroy() };
  };
  const session: Pick<Session, 'host' | 'open'> = {
    host: {
      name: 'upper',
      address: '192.0.2.1',
      port: 22,
      user: 'root',
      login: 'key',
      key: '/key',
      sudo: false,
    } as Session['host'],
    open,
  };
  const engine: Pick<Engine, 'exportCommand'> = {
    exportCommand: (_image, name, leaveOut) => {
      asked(leaveOut);
      return ['save', name];
    },
  };
  return { session: session as Session, engine: engine as Engine };
}
