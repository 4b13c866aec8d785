/** Whatever a host prints: its readers throw nothing but errors for people, end, and give no figure that makes no sense. */
import { Readable } from 'node:stream';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPauseMs } from '../../electron/checkpoint/dump-statistics.ts';
import { parseInside } from '../../electron/checkpoint/inside.ts';
import { explainCriuLog } from '../../electron/checkpoint/explain.ts';
import { parseSockets } from '../../electron/checkpoint/sockets.ts';
import { parseVitals, whatIsMissing } from '../../electron/checkpoint/vitals.ts';
import { isPlainPath } from '../../electron/hosts/plain-path.ts';
import { imageAnswer, infoAnswer, listAnswer, readAnswer } from '../../electron/engines/docker/answers.ts';
import { asks } from '../../electron/engines/docker/asks.ts';
import { toContainer } from '../../electron/engines/docker/container.ts';
import { toCreateBody } from '../../electron/engines/docker/create.ts';
import { inspectAnswer } from '../../electron/engines/docker/inspect.ts';
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

describe('Docker', () => {
  const wild = fc.jsonValue({ maxDepth: 3 });
  /** A right answer with anything in the place of any part of it. */
  function spoilt(right: unknown): fc.Arbitrary<unknown> {
    const paths: string[][] = [];
    const walk = (value: unknown, at: string[]): void => {
      if (at.length > 0) paths.push(at);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) walk(inner, [...at, key]);
    };
    walk(right, []);
    const text = fc.constantFrom(
      '',
      '..',
      '../..',
      '/a/../b',
      '-o/etc',
      '/a\0',
      '__proto__',
      '/containers/x',
      '\n',
    );
    const change = fc.tuple(fc.constantFrom(...paths), fc.oneof(wild, text));
    return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
      const answer = structuredClone(right);
      for (const [at, value] of changes) {
        let place: unknown = answer;
        for (const key of at.slice(0, -1)) place = Object(place)[key];
        if (typeof place === 'object' && place !== null) Object.assign(place, { [at.at(-1) ?? '']: value });
      }
      return answer;
    });
  }

  const inspect = {
    Id: 'a'.repeat(64),
    Name: '/gauge',
    Image: `sha256:${'b'.repeat(64)}`,
    LogPath: '/var/lib/docker/containers/x/x-json.log',
    ResolvConfPath: '/var/lib/docker/containers/x/resolv.conf',
    State: { Status: 'running', Pid: 7, Paused: false, Health: { Status: 'healthy' } },
    Config: {
      Image: 'gauge:1',
      Hostname: 'x',
      Tty: false,
      Healthcheck: { Test: ['CMD', 'true'] },
      Env: ['A=b'],
    },
    HostConfig: {
      NetworkMode: 'bridge',
      LogConfig: { Type: 'json-file' },
      RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
      PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] },
      Devices: [{ PathOnHost: '/dev/x' }],
    },
    Mounts: [
      { Type: 'volume', Name: 'v', Source: '/var/lib/docker/volumes/v/_data', Destination: '/v', RW: true },
    ],
    GraphDriver: { Data: { UpperDir: '/var/lib/docker/overlay2/x/diff' } },
    NetworkSettings: {
      Networks: { bridge: { IPAMConfig: { IPv4Address: '10.0.0.2' }, Aliases: ['x'], DriverOpts: {} } },
    },
  };

  test('a container', () => {
    hold(
      fc.property(fc.oneof(wild, spoilt(inspect)), (answer) => {
        const read = resultOf(
          () => readAnswer('weir', asks.describeContainer, inspectAnswer, answer),
          'engine-failed',
        );
        if (read === undefined) return;
        const container = toContainer(read, new Map());
        expectSense({ ...container, definition: undefined });
        expect(container.id).toMatch(/^[0-9a-f]{64}$/);
        expect(container.imageName).toMatch(/^[^-./]/);
        for (const { kind, source, destination, name = 'v' } of container.mounts) {
          expect(isPlainPath(destination)).toBe(true);
          if (kind === 'bind' || kind === 'volume') expect(source === '' || isPlainPath(source)).toBe(true);
          expect(name).not.toMatch(/[/\\?#]|^\./);
        }
        if (container.log !== undefined) expect(isPlainPath(container.log.folder)).toBe(true);
        JSON.stringify(toCreateBody(read, 'gauge:1', 'shiplock', new Map()));
      }),
      5,
    );
  });

  test('everything else', () => {
    const info = {
      ServerVersion: '28',
      Driver: 'overlay2',
      DriverStatus: [['a', 'b']],
      DockerRootDir: '/var/lib/docker',
    };
    const list = [
      { Id: 'a'.repeat(64), Names: ['/x'], Image: 'x', State: 'running', Status: 'Up', Ports: [] },
    ];
    const image = { Id: `sha256:${'b'.repeat(64)}`, RepoTags: ['x:1'], Size: 5, RootFS: { Layers: [] } };
    const cases = fc.oneof(
      spoilt(info).map((answer) => [infoAnswer, answer] as const),
      spoilt(list).map((answer) => [listAnswer, answer] as const),
      spoilt(image).map((answer) => [imageAnswer, answer] as const),
    );
    hold(
      fc.property(cases, ([schema, answer]) => {
        resultOf(() => readAnswer('weir', asks.tellCommandEnd, schema, answer), 'engine-failed');
      }),
      2,
    );
  });
});

test('rsync over changing files forgives no failure that is not a file that vanished', () => {
  const script = path.resolve(import.meta.dirname, '../../electron/transfer/rsync-live.sh');
  const vanished = fc.constantFrom(
    'No such file or directory (2)',
    'Not a directory (20)',
    'Stale file handle (116)',
  );
  const other = fc.constantFrom(
    'Permission denied (13)',
    'Input/output error (5)',
    'No space left on device (28)',
  );
  // rsync writes what is no plain character of a name as \#ooo, so that a name has no lines of its own.
  const name = fc.string();
  const line = (reason: fc.Arbitrary<string>) =>
    fc
      .tuple(name, reason)
      .map(([each, why]) => `rsync: [sender] readlink_stat("/data/${each}") failed: ${why}`);
  const errors = fc.array(fc.oneof(line(vanished), line(other)), { maxLength: 4 });
  hold(
    fc.property(errors, fc.constantFrom(23, 24, 11, 12, 30), (lines, status) => {
      const standIn = `printf '%s\\n' "$@" >&2; exit ${status}`;
      const run = spawnSync('sh', [script, 'send', 'sh', '-c', standIn, 'rsync', ...lines]);
      const onlyVanished = lines.length > 0 && lines.every((each) => /\((2|20|116)\)$/.test(each));
      const forgiven = status === 24 || (status === 23 && onlyVanished);
      expect(run.status).toBe(forgiven ? 0 : status);
    }),
    0.1,
  );
});
