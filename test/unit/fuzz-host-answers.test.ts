/** What hosts print: readers throw nothing but errors for people, end, and give no figure that makes no sense. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInside } from '../../electron/checkpoint/inside.ts';
import { parseSockets } from '../../electron/checkpoint/sockets.ts';
import { parseVitals, whatIsMissing } from '../../electron/checkpoint/vitals.ts';
import { parseCondition } from '../../electron/hosts/condition/condition.ts';
import { parseHostFacts } from '../../electron/hosts/facts.ts';
import { parsePathFacts } from '../../electron/preflight/paths.ts';
import { parseManifests } from '../../electron/transfer/completeness.ts';
import { chooseCompression, parseTrial } from '../../electron/transfer/compression.ts';
import { followSender } from '../../electron/transfer/direct-progress.ts';
import { expectSense, hold, linesOf, resultOf, runs } from './fuzz.ts';

describe('readers of what a host prints', () => {
  test('facts', () => {
    const known = linesOf(
      ...['kernel=6.1', 'arch=x86_64', 'userId=0', 'bootId=123e4567-e89b-12d3-a456-426614174000', 'cgroup=2'],
      ...['memory.MemTotal=1', 'memory.MemAvailable=2', 'clock=1700000000000000000', 'space.run=tmpfs 5'],
      ...['listen.tcp=0100007F:0016', 'listen.tcp6=', 'tool.criu=4.2', 'tracksDirtyPages=yes', 'ctrPath=/x'],
    );
    const whole =
      'kernel=1\narch=2\nuserId=0\nbootId=123e4567-e89b-12d3-a456-426614174000\nclock=1700000000\n';
    const all = fc.tuple(fc.constantFrom('', `${whole}memory.MemTotal=1\nmemory.MemAvailable=2\n`), known);
    hold(
      fc.property(all, ([head, text]) => {
        const facts = resultOf(() => parseHostFacts('weir', head + text), 'command-failed');
        expectSense(facts);
        if (facts !== undefined) expect(facts.kernel + facts.arch).toMatch(/^\P{Cc}*$/u);
      }),
    );
  });

  test('signs of how it fares', () => {
    const lines = [
      ...[
        'uptime 12.5 3',
        'now 1700000000',
        'mount 8:1 ext4 / rw /dev/sda1 rw',
        'space / 10 5',
        'inodes / 10 5',
      ],
      ...[
        'disk sda /sys/ata3/sda',
        'smart sda {',
        'smart sda  5 X 0x0 1 1 1 P A - 7',
        'emmc-life sda 0x01 0x0b',
      ],
      ...[
        'ext4-errors sda 3 17',
        'raid md0 : active',
        'raid 9 blocks [2/1] [U_]',
        'edac 1 2',
        'pi-throttled 50005',
      ],
      ...[
        'thermal 48000 passive=95000',
        'kernel [ 1.5] I/O error, dev sda, sector',
        'last reboot 2026-01-01T00:00:00+00:00',
      ],
    ].map((line) => `${line}\n`);
    const known = [...lines, 'smart sda ', 'kernel [ ', 'edac ', 'space / ', 'raid '];
    hold(fc.property(linesOf(...known), (text) => expectSense(parseCondition(text))));
  });

  test('sockets and vitals', () => {
    const line = '   0: 0100007F:0016 00000000:0000 0A 00000000:00000000';
    const line6 = '  1: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 01 x';
    const known = ['processes ', 'lasting ', 'memory ', '# tcp6\n', '# udp\n', `${line}\n`, `${line6}\n`];
    hold(
      fc.property(linesOf(...known), (text) => {
        expectSense(parseSockets(text));
        const vitals = parseVitals(text);
        expectSense(vitals);
        expect(vitals.sockets.every(({ local }) => local.port < 65_536)).toBe(true);
        expect(whatIsMissing(vitals, vitals).every((each) => !each.includes('listens'))).toBe(true);
      }),
    );
  });

  test('the inside of a container', () => {
    const known = [
      'status\n-\n1/status:Name:\tx\n1/status:PPid:\t1\n1/status:NSpid:\t1\t1\0',
      'link\n1/fd/3\nsocket:[5]\0',
      'protocol\n1/fd/3\nTCP\0',
      'gone\n1/fd/3\n0 9\0',
      'device\n1/fd/3\nblock special file\t8:0\0',
      'watch\n1/fd/3\n0:1 named /\0',
      'terminal\n1/fd/3\n0\0',
      'mapped\n-\n1/maps:0-1 rw-s 0 00:05 9 /dev/mem\0',
      'table\npeers\nu_str ESTAB 0 0 * 5 * 6\0',
      'table\nnetlink\nx 0 68 0 9 0 0 2 0 5\0',
      'table\ntcp\n0: 00000000:1B64 00000000:0000 0A 00000000:00000001 0 0 0 0 5\0',
      'file\nmountinfo\n1 2 0:1 / /a\\040b rw master:1 - tmpfs t rw\0',
      'file\nstate\n{"config":{"mounts":[{"destination":"/a"}]}}\0',
      'file\nsettings\nghost-limit 64M\nlink-remap\0',
      'file\nqueues\n/a\nb\0',
    ];
    const text = fc.array(
      fc.oneof(fc.constantFrom(...known), fc.string(), fc.constantFrom('\0', '\n', '1/fd/3\n')),
    );
    hold(
      fc.property(text, (parts) => {
        const inside = parseInside(parts.join(''), 1);
        expectSense(inside);
        expect(JSON.stringify(inside)).not.toMatch(/null/);
      }),
    );
  });

  test('paths', () => {
    hold(
      fc.property(
        linesOf('folder yes 12 ext4 /dev/sda\n', 'file no ', 'missing'),
        fc.nat(6),
        (text, count) => {
          const facts = parsePathFacts(text, count);
          expect(facts).toHaveLength(count);
          expectSense(facts);
        },
      ),
    );
  });

  test('manifests', () => {
    hold(fc.property(linesOf(`${'a'.repeat(64)} 1 2\n`, ' 3'), (text) => expectSense(parseManifests(text))));
  });

  test('samples of compression', () => {
    const tried = linesOf('zstd 8000000 ', '4000000 ', '10000000\n', 'rsync zstd\n', 'lz4 ', '0 ');
    const there = linesOf('zstd\n', 'lz4\n', 'Compress list:\n', '    zstd lz4 zlibx\n');
    hold(
      fc.property(tried, there, fc.double({ min: 1, noNaN: true }), (here, target, rate) => {
        const trial = parseTrial(here, target);
        expectSense(trial);
        const chosen = chooseCompression(trial.samples, rate);
        expect(chosen === 'none' || trial.samples.some(({ kind }) => kind === chosen)).toBe(true);
      }),
    );
  });

  test('the progress of the direct route, however it is cut', async () => {
    const words = linesOf(
      '1234 bytes (1.2 kB, 1.2 KiB) copied',
      '12 bytes copied',
      'command 0\n',
      'route 255\n',
      '(',
    );
    const chunks = fc.array(words, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(chunks, async (parts) => {
        const stdout = Readable.from(parts.map((part) => Buffer.from(part)));
        let sum = 0;
        const exit = Promise.resolve({ status: 0 });
        const { status } = await followSender({ stdout, exit }, (bytes) => {
          expect(bytes).toBeGreaterThan(0);
          sum += bytes;
        });
        expect(Number.isSafeInteger(sum)).toBe(true);
        expect(status === null || (status >= 0 && status < 1000)).toBe(true);
      }),
      { numRuns: runs() },
    );
  });

  test.each(['1', '(', '1 bytes (', '1 bytes (1'])(
    'much of %j takes no time that grows with its square',
    async (piece) => {
      const stdout = Readable.from([Buffer.from(piece.repeat(400_000 / piece.length))]);
      const began = performance.now();
      await followSender({ stdout, exit: Promise.resolve({ status: 0 }) }, () => undefined);
      expect(performance.now() - began).toBeLessThan(1000);
    },
  );
});
