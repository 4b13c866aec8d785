/** What a direct transfer says of itself, however it is cut into pieces. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { followSender } from '../../electron/transfer/direct-progress.ts';

const said =
  '\r131072 bytes (131 kB, 128 KiB) copied, 1 s, 131 kB/s' +
  '\r262144 bytes (262 kB, 256 KiB) copied, 2 s, 131 kB/scommand 0\n' +
  '\n4+1 records in\n4+1 records out\n524289 bytes (524 kB, 512 KiB) copied, 4 s, 131 kB/s\nroute 0\n';

async function follow(text: string, pieceLength: number): Promise<{ status: number | null; bytes: number }> {
  const stdout = new PassThrough();
  let bytes = 0;
  const exit = followSender({ stdout, exit: Promise.resolve({ status: 0 }) }, (more) => {
    bytes += more;
  });
  for (let at = 0; at < text.length; at += pieceLength) stdout.write(text.slice(at, at + pieceLength));
  stdout.end();
  return { status: (await exit).status, bytes };
}

test.each([1, 7, 1000])('counts every byte once, in pieces of %i', async (pieceLength) => {
  expect(await follow(said, pieceLength)).toEqual({ status: 0, bytes: 524_289 });
});

test('counts one byte, and none', async () => {
  expect(
    await follow('0+1 records in\n1 byte copied, 1e-05 s, 1 kB/s\ncommand 0\nroute 0\n', 50),
  ).toMatchObject({ bytes: 1 });
  expect(await follow('0 bytes copied, 1e-05 s, 0.0 kB/s\ncommand 0\nroute 0\n', 50)).toMatchObject({
    bytes: 0,
  });
});

test('the command’s failure comes before the connection’s; without a word of either it did not end well', async () => {
  expect(await follow('command 11\nroute 255\n', 3)).toMatchObject({ status: 11 });
  expect(await follow('command 0\nroute 255\n', 3)).toMatchObject({ status: 255 });
  expect(await follow('command 0\n', 3)).toMatchObject({ status: null });
  expect(await follow('', 3)).toMatchObject({ status: null });
});

test('the command’s end is heard also when much is left to send after it', async () => {
  const waiting = Array.from({ length: 100 }, (_, second) => `\r${second} bytes copied, ${second} s, 1 B/s`);
  expect(await follow(`command 3\n${waiting.join('')}route 0\n`, 40)).toEqual({ status: 3, bytes: 99 });
});
