import { expect, test } from 'vitest';
import { readPauseMs } from '../../electron/checkpoint/dump-statistics.ts';

/** Of a pre-dump by CRIU 4.2.1: freezing took 120412 µs, and the container was frozen for 90878 µs. */
const file = Buffer.from(
  '40591055063309572a0000000a2808dcac0710fec50518c6970220959757289880013000389180014000480050115814600068007000',
  'hex',
);

test('the pause of a pre-dump is what CRIU measured, stopping the container included', () => {
  expect(readPauseMs(file)).toBe(211);
});

test('a file that is cut short or no such file tells nothing', () => {
  for (let length = 0; length < file.length; length += 1) {
    expect(readPauseMs(file.subarray(0, length))).toBeUndefined();
  }
  expect(readPauseMs(Buffer.alloc(0))).toBeUndefined();
  expect(readPauseMs(Buffer.from('f'.repeat(120), 'hex'))).toBeUndefined();
});
