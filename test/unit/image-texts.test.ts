/** What the command line says of images ahead of a move, and which words it takes. */
import { expect, test } from 'vitest';
import { printOutput } from '../../electron/cli/print.ts';
import { buildProgram } from '../../electron/cli/program.ts';
import type { CarriedImage } from '../../shared/image-methods.ts';

const image = (more: Partial<CarriedImage>): CarriedImage => ({
  ...{ name: 'gauge:1', digest: 'sha256:0', containers: ['gauge', 'pump'], is: 'there', bytes: 0 },
  ...more,
});

test('a round tells what came, what was there, what failed and why, and what was let go', () => {
  const failed = image({
    is: 'failed',
    error: { code: 'engine-failed', message: 'It could not be read.', remedy: 'Try again.' },
  });
  const text = printOutput('images.round', [
    {
      host: 'river',
      stored: { host: 'river', images: [image({ is: 'carried', bytes: 2_000_000 }), failed] },
      sent: { host: 'river', standby: 'dam', images: [image({})], takenAway: ['gauge:0'] },
      letGo: ['gauge:0'],
    },
    { host: 'weir', letGo: [], error: { code: 'host-unreachable', message: 'weir does not answer.' } },
  ]);
  expect(text).toBe(
    `✓ gauge:1 (gauge, pump): stored now; 2.0 MB came from river
✗ gauge:1 (gauge, pump): It could not be read. Try again.
✓ gauge:1 (gauge, pump): on dam already
- gauge:0: needed no more on dam
- gauge:0: no container has had it for a week; its room is freed by: shiplock prune
✗ weir: weir does not answer.
`,
  );
});

test('the list tells whose an image is, and whether it stays by itself', () => {
  const listed = {
    ...{ name: 'gauge:1', digest: 'sha256:0', layers: [{ digest: 'sha256:1', bytes: 1500 }], isWhole: true },
    ...{ isKept: false, containers: [{ host: 'river', container: 'gauge', seenAt: '2026-03-01T00:00:00Z' }] },
  };
  const text = printOutput('images.list', [listed, { ...listed, isWhole: false }]);
  expect(text).toMatch(/gauge:1 +1 +1\.5 kB +of restore points +gauge on river\n/);
  expect(text).toMatch(/damaged/);
});

async function requestOf(...words: string[]): Promise<unknown> {
  let asked: unknown;
  const program = buildProgram(
    async ({ method, input }) => {
      asked = { method, input };
    },
    { writeErr: () => undefined },
  );
  await program.parseAsync(words, { from: 'user' });
  return asked;
}

test('`images` and what follows it are the methods that they stand for', async () => {
  expect(await requestOf('images', '--container', 'gauge')).toEqual({
    method: 'images.list',
    input: { container: 'gauge', host: undefined },
  });
  expect(await requestOf('images', 'send', 'river', '--to', 'dam')).toEqual({
    method: 'images.send',
    input: { host: 'river', standby: 'dam' },
  });
  expect(await requestOf('images', 'ahead')).toMatchObject({ method: 'images.wishes' });
  expect(await requestOf('images', 'ahead', '--once')).toMatchObject({ method: 'images.round' });
  expect(await requestOf('images', 'ahead', 'river', '--standby', 'dam')).toEqual({
    method: 'images.wish',
    input: { host: 'river', standby: 'dam' },
  });
  expect(await requestOf('images', 'ahead', 'river', '--off')).toMatchObject({ method: 'images.endWish' });
  await expect(requestOf('images', 'ahead', 'river', '--off', '--standby', 'dam')).rejects.toThrow();
});
