/**
 * An SSH channel's ends as well-behaved streams. ssh2's own channel forgets the callbacks of writes that the other end
 * closed over, and ends its output as if it were complete when the link is lost.
 */
import { Readable, Writable } from 'node:stream';
import type { Channel } from 'ssh2';
import { ShiplockError } from '../../shared/errors.ts';
import { noteShortLived } from './short-lived-bytes.ts';

/** How much of a stream is held back on this side while its reader is busy, over ssh2's own 2 MiB. */
const outputBytes = 1024 * 1024;

/** Where a command's input goes. Ends it by ending or destroying; fails if the channel closes over unsent input. */
export function inputOf(channel: Channel): Writable {
  const input = new Writable({
    highWaterMark: outputBytes,
    write: (chunk: Buffer, _encoding, done) => void channel.write(chunk, done),
    final: (done) => {
      channel.end();
      done();
    },
    destroy: (error, done) => {
      channel.end();
      done(error);
    },
  });
  // The reader of the exit learns what matters; a failed write alone must not end Shiplock.
  input.on('error', () => undefined);
  channel.on('close', () => {
    if (input.writableFinished) return;
    input.destroy(
      new ShiplockError('command-failed', {
        en: 'The command ended before it had read all of its input.',
        zh: '命令没有读完全部输入就结束了。',
      }),
    );
  });
  return input;
}

/** More than ssh2 ever gives a host room for: 2 MiB a channel, and what it has handed on and is waiting here. */
const floodBytes = 8 * 1024 * 1024;

/**
 * What a command prints. Destroyed before its end, it throws the rest away, so that the channel can close. `onFlood` is
 * called when the host sends more than it was given room for, which ssh2 would keep in memory; it is thrown away here.
 */
export function outputOf(source: Readable, onFlood: () => void): Readable {
  const push = source.push.bind(source);
  source.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (source.readableLength <= floodBytes) return push(chunk, encoding);
    onFlood();
    return false;
  };
  const output = new Readable({
    highWaterMark: outputBytes,
    read: () => void source.resume(),
    destroy: (error, done) => {
      source.resume();
      done(error);
    },
  });
  // As above: the failure is also the exit's.
  output.on('error', () => undefined);
  source.on('data', (chunk: Buffer) => {
    noteShortLived(chunk.length);
    if (!output.destroyed && !output.push(chunk)) source.pause();
  });
  source.on('end', () => {
    if (!output.destroyed) output.push(null);
  });
  return output;
}
