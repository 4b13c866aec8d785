import { expect, test } from 'vitest';
import { isLoopback, parseSockets } from '../../electron/checkpoint/sockets.ts';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

test('sockets of all four tables are read with their state', () => {
  const sockets = parseSockets(
    [
      '# tcp',
      header,
      '   0: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0',
      '   1: 020011AC:0050 0100A8C0:C350 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 100 0 0 10 0',
      '# tcp6',
      header,
      '   0: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000100007F:C351 01 0:0 00:0 0 0 0 3 1 0 100',
      '# udp',
      header,
      '   0: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4 2 0 0',
      '# udp6',
    ].join('\n'),
  );
  expect(sockets).toEqual([
    {
      protocol: 'tcp',
      local: { address: '127.0.0.1', port: 22 },
      remote: { address: '0.0.0.0', port: 0 },
      state: 'listening',
    },
    {
      protocol: 'tcp',
      local: { address: '172.17.0.2', port: 80 },
      remote: { address: '192.168.0.1', port: 50000 },
      state: 'established',
    },
    {
      protocol: 'tcp',
      local: { address: '127.0.0.1', port: 8080 },
      remote: { address: '127.0.0.1', port: 50001 },
      state: 'established',
    },
    {
      protocol: 'udp',
      local: { address: '0.0.0.0', port: 53 },
      remote: { address: '0.0.0.0', port: 0 },
      state: 'listening',
    },
  ]);
  expect(sockets.map(({ local }) => isLoopback(local.address))).toEqual([true, false, true, false]);
});

test('lines that make no sense are passed over', () => {
  expect(parseSockets('# tcp\n   0: XYZ:0016 00000000:0000 0A \n   1: 01:2 3:4 01 \n\u0000')).toEqual([]);
});
