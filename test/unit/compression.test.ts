/** When compression is chosen, and that the real compressors lose nothing on the way, failures included. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseCompression, type Sample } from '../../electron/transfer/compression.ts';

const megabytes = 1e6;
const halved = (kind: 'zstd' | 'lz4', speed: number): Sample => ({
  kind,
  before: 8 * megabytes,
  after: 4 * megabytes,
  seconds: 8 / speed,
});

describe('compression is chosen', () => {
  test('on a link slower than the compressor', () => {
    expect(chooseCompression([halved('zstd', 400)], 12 * megabytes)).toBe('zstd');
  });

  test('never on a link faster than the compressor', () => {
    expect(chooseCompression([halved('zstd', 100)], 120 * megabytes)).toBe('none');
  });

  test('never for data that does not shrink', () => {
    const sample = { kind: 'zstd', before: 8e6, after: 8.1e6, seconds: 0.01 } as const;
    expect(chooseCompression([sample], 1000)).toBe('none');
  });

  test('never for a gain that the processor’s other work would eat', () => {
    const sample = { kind: 'lz4', before: 8e6, after: 6.5e6, seconds: 0.01 } as const;
    expect(chooseCompression([sample], 12 * megabytes)).toBe('none');
  });

  test('as the one that gets most through: the quick one on a fast link, the thorough one on a slow link', () => {
    const samples: Sample[] = [
      { kind: 'zstd', before: 8e6, after: 2e6, seconds: 0.04 },
      { kind: 'lz4', before: 8e6, after: 4e6, seconds: 0.01 },
    ];
    expect(chooseCompression(samples, 150 * megabytes)).toBe('lz4');
    expect(chooseCompression(samples, 1 * megabytes)).toBe('zstd');
  });

  test('never without a trial', () => {
    expect(chooseCompression([], 1000)).toBe('none');
  });
});

const script = path.resolve(import.meta.dirname, '../../electron/transfer/compress.sh');
const compress = (input: Buffer, ...words: string[]) =>
  spawnSync('sh', [script, ...words], { input, maxBuffer: 1 << 28 });

for (const kind of ['zstd', 'lz4'] as const) {
  const missing = spawnSync(kind, ['--version']).error !== undefined;
  describe.skipIf(missing)(`${kind}${missing ? ' (skipped: not on this machine)' : ''}`, () => {
    const data = Buffer.concat([randomBytes(1 << 20), Buffer.alloc(5 << 20, 'calm'), Buffer.from([0])]);

    test('gives back every byte', () => {
      const packed = compress(data, 'pack', kind, 'cat');
      expect(packed.status).toBe(0);
      expect(packed.stdout.length).toBeLessThan(data.length / 2);
      const { stdout, status } = compress(packed.stdout, 'unpack', kind, 'cat');
      expect(status).toBe(0);
      expect(stdout.equals(data)).toBe(true);
    });

    test('fails as the command behind it does, on either side', () => {
      expect(compress(data, 'pack', kind, 'sh', '-c', 'cat; exit 7').status).toBe(7);
      const packed = compress(data, 'pack', kind, 'cat').stdout;
      expect(compress(packed, 'unpack', kind, 'sh', '-c', 'cat >/dev/null; exit 5').status).toBe(5);
    });

    test('fails for a stream that ends early', () => {
      const packed = compress(data, 'pack', kind, 'cat').stdout;
      expect(compress(packed.subarray(0, -10), 'unpack', kind, 'cat').status).not.toBe(0);
    });
  });
}
