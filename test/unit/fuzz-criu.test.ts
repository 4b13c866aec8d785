/** What CRIU writes down: its log is explained, and its statistics read, whatever is in them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPauseMs } from '../../electron/checkpoint/dump-statistics.ts';
import { explainCriuLog } from '../../electron/checkpoint/explain.ts';
import { expectSense, hold, linesOf } from './fuzz.ts';

describe('CRIU', () => {
  test('its log is explained, whatever is in it, and in a sentence', () => {
    const known = [
      '(00.1) Error (criu/x.c:1): ',
      "Can't dump ghost file ",
      'tty: ',
      'mnt:',
      'Error ',
      'fsnotify',
    ];
    hold(
      fc.property(linesOf(...known), (log) => {
        const { meaning, remedy, firstError } = explainCriuLog(log);
        expect(meaning.en).toMatch(/^[^\p{Cc}]+$/u);
        expect(meaning.en.length).toBeLessThan(500);
        expect(remedy.en).not.toBe('');
        expect(firstError).not.toContain('\n');
      }),
    );
  });

  test.each(["Can't dump ghost file of ", 'sockets: is not supported ', 'Error inotify ', 'File has bad '])(
    'a line of much %j takes no time that grows with its square',
    (piece) => {
      const began = performance.now();
      explainCriuLog(`Error ${piece.repeat(1_000_000 / piece.length)}\n`);
      expect(performance.now() - began).toBeLessThan(1000);
    },
  );

  test('its statistics are milliseconds or nothing', () => {
    const head = Buffer.from('d1c5d1c557000000', 'hex');
    const field = (number: number, value: Buffer): Buffer => Buffer.concat([Buffer.from([number]), value]);
    const varint = fc.uint8Array({ minLength: 1, maxLength: 11 }).map((bytes) => Buffer.from(bytes));
    const entry = fc.tuple(varint, varint).map(([a, b]) => Buffer.concat([field(8, a), field(16, b)]));
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
      entry.map((inner) => {
        const outer = Buffer.concat([Buffer.from([0x0a, inner.length]), inner]);
        const length = Buffer.alloc(4);
        length.writeUInt32LE(outer.length);
        return Buffer.concat([head, length, outer]);
      }),
    );
    hold(
      fc.property(file, (bytes) => expectSense(readPauseMs(bytes))),
      5,
    );
  });
});
