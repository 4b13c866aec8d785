/** Whether a host is idle, by what it says of itself. */
import { expect, test } from 'vitest';
import { parseActivity } from '../../../electron/backups/policy/activity.ts';
import { whyBusy } from '../../../electron/backups/policy/busy.ts';
import { saying } from '../../saying.ts';

const limits = { maxLoad: 0.5, maxStallPercent: 20, maxTraffic: 1_000_000 };
const idle = `watched 2000
link eth0 5000000 5400000
load 0.80
processors 4
stall cpu 0.42
stall io 12.5
stall memory 0.00
`;
const busy = (output: string) => whyBusy(parseActivity(output), limits);

test('idle is a host whose load, stalls and traffic are all within their limits', () => {
  expect(parseActivity(idle)).toMatchObject({ load: 0.2, traffic: 200_000 });
  expect(busy(idle)).toBeUndefined();
});

test.each([
  ['load 0.80', 'load 2.04', 'a load of 0.51 a processor'],
  ['stall io 12.5', 'stall io 20.6', 'programs wait for disks 21 % of the time'],
  ['5400000', '9000000', '2.0 MB a second over its link'],
])('busy is one with, instead of %s, %s', (was, is, words) => {
  expect(busy(idle.replace(was, is))).toEqual(saying(words));
});

test('of several links the busiest counts, for a bond carries what those below it carry', () => {
  expect(parseActivity(`${idle}link bond0 0 400000\n`).traffic).toBe(200_000);
});

test('a link that was made anew meanwhile, and whatever a host does not tell, is no reason to wait', () => {
  expect(busy(idle.replace('5000000 5400000', '5000000 10'))).toBeUndefined();
  expect(busy('')).toBeUndefined();
  expect(busy('load many\nprocessors 0\nstall cpu\nlink\nwatched 0\n')).toBeUndefined();
});
