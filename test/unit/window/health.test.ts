/** How a host does: the figures that `health.sh` prints, and answers that make no sense. */
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseHealth } from '../../../electron/hosts/health.ts';

const script = fileURLToPath(new URL('../../../electron/hosts/health.sh', import.meta.url));

test.runIf(process.platform === 'linux')('this machine tells how it does', () => {
  const health = parseHealth('here', execFileSync('sh', [script, '/'], { encoding: 'utf8' }));
  expect(health.processors).toBe(cpus().length);
  expect(health.memory?.totalBytes).toBe(totalmem());
  expect(health.disk?.freeBytes).toBeLessThan(health.disk?.totalBytes ?? 0);
  expect(health.uptimeSeconds).toBeGreaterThan(0);
});

test('what a kernel or a disk does not tell is absent', () => {
  expect(parseHealth('river', 'processors 2\nload 0.50 0.40 0.30 1/100 4242\n')).toEqual({
    processors: 2,
    load: 0.5,
  });
});

test.each(['', 'processors 0.5\nload 1\n', 'processors two\nload 1\n', 'load 1\n', '\u0000\n'])(
  'an answer that makes no sense is refused, by the name of its host: %j',
  (output) => {
    expect(() => parseHealth('river', output)).toThrow(
      expect.objectContaining({ code: 'command-failed', message: expect.stringContaining('river') }),
    );
  },
);
