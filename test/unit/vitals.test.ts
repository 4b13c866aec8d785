/** The target's copy lacks what served on the source; not what was there for a moment. */
import { expect, test } from 'vitest';
import type { InetSocket } from '../../electron/checkpoint/sockets.ts';
import { type Vitals, whatIsMissing } from '../../electron/checkpoint/vitals.ts';

const alive = (more: Partial<Vitals>): Vitals => ({
  processes: 1,
  lastingProcesses: 1,
  memoryBytes: 0,
  sockets: [],
  ...more,
});
const socket = (protocol: 'tcp' | 'udp', port: number, address = '0.0.0.0'): InetSocket => ({
  protocol,
  state: 'listening',
  local: { address, port },
  remote: { address: '0.0.0.0', port: 0 },
});

test.each([
  ['a TCP port', socket('tcp', 7000)],
  ['a TCP port of those that Linux gives away', socket('tcp', 40000)],
  ['a UDP port', socket('udp', 53)],
])('%s that nothing listens on any more is missed', (_, one) => {
  const [missing] = whatIsMissing(alive({ sockets: [one] }), alive({}));
  expect(missing).toContain(`${one.protocol}/${one.local.port}`);
});

test.each([
  ['a UDP socket that asked something at the freeze', socket('udp', 40000)],
  ["Docker's name server", socket('udp', 1053, '127.0.0.11')],
])('%s is not missed', (_, one) => {
  expect(whatIsMissing(alive({ sockets: [one] }), alive({}))).toEqual([]);
});

test('fewer processes than lasted are missed', () => {
  expect(whatIsMissing(alive({ lastingProcesses: 2 }), alive({ processes: 1 }))).toEqual([
    '1 of 2 processes live',
  ]);
});
